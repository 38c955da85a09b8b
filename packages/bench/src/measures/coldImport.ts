import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'iinked-sign-testing/processes';
import { openapiFetch, type Peer, peers } from '../peers.ts';
import { type Figure, figureOf, ratios } from '../statistics.ts';
import { installedWith } from './footprint.ts';
import { type Effort, inTurn, type Progress } from './rounds.ts';

/** Times the import of each peer, as a ratio to openapi-fetch: by its name, in fresh processes, installed as npm does it. */
export async function measureColdImport(effort: Effort, progress: Progress): Promise<ReadonlyMap<Peer, Figure>> {
  const rounds = effort === 'full' ? 25 : 1;
  const imported = peers.flatMap((peer) => (peer.entry === undefined ? [] : [{ peer, entry: peer.entry }]));
  const times = new Map(imported.map(({ peer }): [Peer, number[]] => [peer, []]));
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-import-'));
  try {
    for (const { peer } of imported) await installInto(join(folder, peer.file), peer);
    for (let round = -1; round < rounds; round++) {
      progress(`round ${Math.max(round + 1, 1)} of ${rounds}`);
      for (const { peer, entry } of inTurn(imported, round + 1)) {
        const ms = await importMs(join(folder, peer.file), entry);
        // The first round brings the files into the memory of the system.
        if (round >= 0) times.get(peer)?.push(ms);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const reference = times.get(openapiFetch) ?? [];
  return new Map([...times].map(([peer, ms]) => [peer, figureOf(ratios(ms, reference))]));
}

// As plain folders: the links of the workspace take longer to follow than a small package takes to load.
async function installInto(folder: string, peer: Peer): Promise<void> {
  const names = new Set<string>();
  for (const [source, name] of installedWith(peer)) {
    // Of two versions, the one nearest to the peer.
    if (names.has(name)) continue;
    names.add(name);
    await cp(source, join(folder, 'node_modules', name), {
      recursive: true,
      filter: (path) => !path.slice(source.length).includes('node_modules'),
    });
  }
}

async function importMs(folder: string, entry: string): Promise<number> {
  const program = `const began = performance.now();
    await import(${JSON.stringify(entry)});
    console.log(performance.now() - began);`;
  return Number(await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder }));
}
