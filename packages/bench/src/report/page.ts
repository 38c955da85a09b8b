import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform } from 'node:os';
import { join } from 'node:path';
import { folderOf } from '../measures/footprint.ts';
import { others } from '../peers.ts';
import { aheadOf, goalsOf, type Results, tablesOf } from './results.ts';
import { markdownTable } from './table.ts';

/** The page of the documentation that tells the results. */
export function pageOf(results: Results): string {
  const missing =
    typeof results.n8n === 'string' ? [`The comparison in n8n was left out of this run: ${results.n8n}.`, ''] : [];
  return [
    '# Benchmarks',
    '',
    'The deletion of one video and of many, with this client and with the alternatives, side by side in one run. `npm run bench` measures it anew and writes this page, in about thirteen minutes; `npm run bench -- --quick` takes about one, and writes nothing. A run is discarded if two bare-fetch measurements differ by more than 3 %, and writes nothing.',
    '',
    `${machine()}, ${new Date().toISOString().slice(0, 10)}. ${versions()}.`,
    '',
    '![Processor time, own time and size, peer by peer](benchmarks.svg)',
    '',
    markdownTable(goalsOf(results)),
    '## Where a peer is ahead',
    '',
    'Only differences larger than the noise. None of these peers rejects an empty id, checks the response or keeps the key from another origin.',
    '',
    ...aheadOf(results).map((line) => `- ${line}`),
    '',
    '[Decision 6](decisions.md#6-a-transport-of-its-own-for-node-beside-fetch) explains the remaining CPU time above `fetch`, and why `iinked-sign/node` goes through undici. [Decision 5](decisions.md#5-bundle-size) says what the size is made of.',
    '',
    ...tablesOf(results).map(markdownTable),
    ...missing,
    '## How it is measured',
    '',
    '- The server runs in a process of its own, and each peer too. They take turns, in another order each round. A ratio is made within a round; the tables give the median of the rounds, and the quartiles in brackets. Differences within the quartiles mean nothing, and absolute figures depend on the machine.',
    '- Loopback HTTP without TLS, connections kept alive. Against a server that takes 50 ms, the differences per request cannot be seen; they count where processor time is paid for.',
    '- Own time is measured on peers that go through `fetch`, which then resolves on the spot to a `Response`; axios is told to use `fetch` for it. The heap is measured the same way, over 50 000 calls, and over loopback for `iinked-sign/node`, undici and got.',
    '- Import is measured by name, from plain folders as npm makes them. Whoever uses `iinked-sign/node` pays for undici once, at the start.',
    '- The Stainless SDK is `@anthropic-ai/sdk`, pointed at this API through its generic `post`. The @hey-api client is generated from `openapi/iinked-sign.yaml` and part of the program, so it has nothing to install.',
    '- Many videos: p-limit around bare fetch retries up to twice after a 429, as long after it as `Retry-After` says; the SDK does what it does by default. `applyPlan` lists each package before it deletes in it, and learns the pace from the responses.',
    '- Retention: bytes are those of the bodies, both ways, and memory is what the system counts for the whole process, Node included. The loop is what one would write first: it reads all pages, lists the videos of every package and deletes what is old enough.',
    '- How a Zapier action starts, and what it weighs, against an empty app, is measured in [packages/zapier-iinked-sign](../packages/zapier-iinked-sign).',
    '',
  ].join('\n');
}

function machine(): string {
  const system = { linux: 'Linux', darwin: 'macOS' }[String(platform())] ?? platform();
  // The run itself keeps between one and two processors busy: more than that was other work, and shows in the noise.
  const load = (loadavg()[2] ?? 0).toFixed(1);
  return `${cpus().length} cores with a load of ${load}, ${system}, Node ${process.versions.node}`;
}

function versions(): string {
  const names = new Set([...others.flatMap(({ packages }) => packages), 'p-limit', '@hey-api/openapi-ts']);
  const shown = [...names].map((name) => `${name} ${versionOf(name)}`);
  return shown.join(', ');
}

function versionOf(name: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8'));
  return version;
}
