import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ours, type Peer, peers } from '../peers.ts';

/** What an installation brings: packages, and megabytes. */
export type Footprint = { packages: number; megabytes: number };

const bench = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)));

/** Measures what installing each peer brings along. */
export function measureFootprint(): ReadonlyMap<Peer, Footprint> {
  return new Map(
    peers.map((peer) => {
      if (peer.package === undefined) return [peer, { packages: 0, megabytes: 0 }];
      if (peer === ours) return [peer, { packages: 1, megabytes: packedMegabytes(folderOf(peer.package)) }];
      const folders = installed(peer.package);
      const bytes = [...folders].reduce((sum, folder) => sum + bytesOf(folder), 0);
      return [peer, { packages: folders.size, megabytes: bytes / 1e6 }];
    }),
  );
}

// The package's folder in the workspace holds its tests as well: what npm would pack counts.
function packedMegabytes(folder: string): number {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  const [packed]: { unpackedSize: number }[] = JSON.parse(text);
  return (packed?.unpackedSize ?? Number.NaN) / 1e6;
}

/** The folders of a package and of all that it depends on. */
function installed(name: string, from = bench, found = new Set<string>()): Set<string> {
  const folder = folderOf(name, from);
  if (found.has(folder)) return found;
  found.add(folder);
  const { dependencies = {} }: { dependencies?: object } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const dependency of Object.keys(dependencies)) installed(dependency, folder, found);
  return found;
}

/** Where a package is that this one, or another, depends on. */
export function folderOf(name: string, from: string = bench): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  if (dirname(from) === from) throw new Error(`${name} is not installed.`);
  return folderOf(name, dirname(from));
}

function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesOf(path) : statSync(path).size);
    }, 0);
}
