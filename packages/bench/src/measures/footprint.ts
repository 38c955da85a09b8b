import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { type Peer, peers } from '../peers.ts';

/** What an installation brings: packages, and megabytes. */
export type Footprint = { packages: number; megabytes: number };

const bench = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)));

/** Measures what installing each peer brings along. */
export async function measureFootprint(): Promise<ReadonlyMap<Peer, Footprint>> {
  const own = await packedBytes(folderOf('iinked-sign'));
  return new Map(
    peers.map((peer) => {
      const folders = installedWith(peer);
      const bytes = [...folders].map(([folder, name]) => (name === 'iinked-sign' ? own : bytesOf(folder)));
      return [peer, { packages: folders.size, megabytes: bytes.reduce((sum, each) => sum + each, 0) / 1e6 }];
    }),
  );
}

// The package's folder in the workspace holds its tests as well: what npm would pack counts.
async function packedBytes(folder: string): Promise<number> {
  const text = await run('npm', ['pack', '--dry-run', '--json'], { cwd: folder });
  const [packed]: { unpackedSize: number }[] = JSON.parse(text);
  return packed?.unpackedSize ?? Number.NaN;
}

/** The folders of all packages that come with a peer, and the name of each. */
export function installedWith({ packages }: Peer): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of packages) install(name, bench, found);
  return found;
}

function install(name: string, from: string, found: Map<string, string>): void {
  const folder = folderOf(name, from);
  if (found.has(folder)) return;
  found.set(folder, name);
  const { dependencies = {} }: { dependencies?: object } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const dependency of Object.keys(dependencies)) install(dependency, folder, found);
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
