import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openapiFetch, type Peer, peers } from '../peers.ts';
import { type Figure, figureOf, ratios } from '../statistics.ts';
import { type Effort, inTurn, type Progress } from './rounds.ts';

/** What a first import costs, in milliseconds, and as a ratio to openapi-fetch alone. */
export type ColdImport = { ms: Figure; ratio: Figure };

/** Times the import of each peer's package in fresh processes. */
export async function measureColdImport(effort: Effort, progress: Progress): Promise<ReadonlyMap<Peer, ColdImport>> {
  const rounds = effort === 'full' ? 25 : 2;
  const packages = peers.flatMap((peer) => (peer.package === undefined ? [] : [{ peer, name: peer.package }]));
  const times = new Map(packages.map(({ peer }): [Peer, number[]] => [peer, []]));
  for (let round = -1; round < rounds; round++) {
    progress(`round ${Math.max(round + 1, 1)} of ${rounds}`);
    for (const { peer, name } of inTurn(packages, round + 1)) {
      const ms = await importMs(import.meta.resolve(name));
      // The first round brings the files into the memory of the system.
      if (round >= 0) times.get(peer)?.push(ms);
    }
  }
  const reference = times.get(openapiFetch) ?? [];
  return new Map([...times].map(([peer, ms]) => [peer, { ms: figureOf(ms), ratio: figureOf(ratios(ms, reference)) }]));
}

async function importMs(address: string): Promise<number> {
  const program = `const began = performance.now();
    await import(${JSON.stringify(address)});
    console.log(performance.now() - began);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  return Number(stdout);
}
