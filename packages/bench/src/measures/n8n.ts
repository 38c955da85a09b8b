import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { n8nFolder } from 'iinked-sign-testing/n8n/install';
import { byId } from 'iinked-sign-testing/n8n/parameters';
import { type Rest, signIn } from 'iinked-sign-testing/n8n/rest';
import { startN8n } from 'iinked-sign-testing/n8n/server';
import { aCredential, aWorkflowOf, type Workflow } from 'iinked-sign-testing/n8n/workflow';
import { apiKey, aVideo, type ServerUrl } from '../deletion.ts';
import { type Server, startServer } from '../program.ts';
import { type Figure, figureOf } from '../statistics.ts';
import { measureNodeLoad } from './nodeLoad.ts';
import type { Progress } from './rounds.ts';

export const itemCount = 500;

/** How a node did: seconds for all items, the most requests that were under way at once, and how long it took to load. */
export type NodeRun = { name: string; seconds: Figure; mostAtOnce: number; loadMs: Figure };

/** Why nothing can be measured in n8n on this machine, if so. */
export function whyNoN8n(): string | undefined {
  if (existsSync(join(n8nFolder, 'complete'))) return undefined;
  return 'this machine has no n8n; the end-to-end tests (`test:e2e` of packages/n8n-nodes-iinked-sign) install one';
}

/** Deletes many videos in a real n8n, with our node and with the HTTP Request node. */
export async function measureN8n(progress: Progress): Promise<readonly NodeRun[]> {
  progress('loading the nodes');
  const loadMs = await measureNodeLoad();
  progress('starting n8n');
  const server = await startServer();
  const n8n = await startN8n();
  try {
    const rest = await signIn(n8n.url);
    const credentialId = await aCredential(rest, server.url, apiKey);
    const nodes = [
      { name: 'HTTP Request node, 50 at once', node: httpRequest(server.url, credentialId), batch: 50 },
      { name: 'our node, 50 at once', node: ours(credentialId, 50) },
      { name: 'HTTP Request node, 1 at once', node: httpRequest(server.url, credentialId), batch: 1 },
      { name: 'our node, 1 at once', node: ours(credentialId, 1) },
    ];
    const runs = [];
    for (const { name, node, batch } of nodes) {
      runs.push({ name, run: await runOf(n8n, rest, node, batch), ...fresh() });
    }
    for (const [each, { run }] of runs.entries()) {
      progress(`warming up ${each + 1} of ${runs.length}`);
      await run(10);
    }
    for (let round = 0; round < 3; round++) {
      for (const each of runs) {
        progress(`round ${round + 1} of 3, ${each.name}`);
        await timed(server, each);
      }
    }
    return runs.map(({ name, seconds, mostAtOnce }) => ({
      name,
      seconds: figureOf(seconds),
      mostAtOnce: Math.max(...mostAtOnce),
      loadMs: name.startsWith('our') ? loadMs.ours : loadMs.httpRequest,
    }));
  } finally {
    await n8n.stop();
    server.stop();
  }
}

type Timed = { run: (items: number) => Promise<void>; seconds: number[]; mostAtOnce: number[] };

function fresh(): Pick<Timed, 'seconds' | 'mostAtOnce'> {
  return { seconds: [], mostAtOnce: [] };
}

async function timed(server: Server, { run, seconds, mostAtOnce }: Timed): Promise<void> {
  await server.count();
  const began = performance.now();
  await run(itemCount);
  seconds.push((performance.now() - began) / 1000);
  const count = await server.count();
  if (count.deleted !== itemCount) throw new Error(`${count.deleted} of ${itemCount} videos were deleted.`);
  mostAtOnce.push(count.mostAtOnce);
}

function ours(credentialId: string, itemsAtOnce: number): object {
  return {
    type: 'n8n-nodes-iinked-sign.iinkedSign',
    typeVersion: 1,
    credentials: { iinkedSignApi: { id: credentialId, name: 'iinked Sign' } },
    parameters: {
      resource: 'video',
      operation: 'delete',
      dryRun: false,
      onlyIfRetentionOver: false,
      packageId: byId('={{ $json.item.packageId }}'),
      meetingVideoId: byId('={{ $json.item.meetingVideoId }}'),
      options: itemsAtOnce === 1 ? {} : { itemsAtOnce },
    },
  };
}

function httpRequest(server: ServerUrl, credentialId: string): object {
  return {
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    credentials: { iinkedSignApi: { id: credentialId, name: 'iinked Sign' } },
    parameters: {
      method: 'POST',
      url: `=${server}/packages/{{ $json.item.packageId }}/videos/delete`,
      authentication: 'predefinedCredentialType',
      nodeCredentialType: 'iinkedSignApi',
      sendBody: true,
      specifyBody: 'json',
      jsonBody: '={{ JSON.stringify($json.item) }}',
      options: {},
    },
  };
}

/** Makes a workflow of a node, and gives how to run it on so many items. */
async function runOf(n8n: { url: string }, rest: Rest, node: object, batch?: number): Promise<Timed['run']> {
  const named = { name: 'Delete', ...node };
  const { call } = batch ? await inBatches(n8n, rest, named, batch) : await aWorkflowOf(n8n, rest, named);
  return async (items) => {
    const videos = Array.from({ length: items }, (_, index) => ({ ...aVideo, meetingVideoId: `video-${index}` }));
    const { status, text } = await call(videos);
    const output: unknown = status === 200 ? JSON.parse(text) : undefined;
    if (!Array.isArray(output) || output.length !== items) {
      throw new Error(`n8n responded with ${status}: ${text.slice(0, 300)}`);
    }
  };
}

/** The HTTP Request node sends all its items at once: to send fewer, people put it into a loop. */
function inBatches(n8n: { url: string }, rest: Rest, node: { name: string }, batchSize: number): Promise<Workflow> {
  const loop = {
    name: 'Loop',
    type: 'n8n-nodes-base.splitInBatches',
    typeVersion: 3,
    parameters: { batchSize, options: {} },
  };
  const done = { name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
  const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
  return aWorkflowOf(
    n8n,
    rest,
    loop,
    {},
    {
      nodes: [node, done],
      connections: { Loop: { main: [to('Done'), to(node.name)] }, [node.name]: { main: [to('Loop')] } },
    },
  );
}
