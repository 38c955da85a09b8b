import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { n8nFolder } from 'iinked-sign-e2e/n8n/install';
import { type Rest, signIn } from 'iinked-sign-e2e/n8n/rest';
import { startN8n } from 'iinked-sign-e2e/n8n/server';
import { aCredential, publish } from 'iinked-sign-e2e/n8n/workflow';
import { apiKey, aVideo, type ServerUrl } from '../deletion.ts';
import { type Server, startServer } from '../program.ts';
import { type Figure, figureOf } from '../statistics.ts';
import { latencyMs } from './bulk.ts';
import type { Progress } from './rounds.ts';

export const itemCount = 500;

/** How a node did: seconds for all items, and the most requests that were under way at once. */
export type NodeRun = { name: string; seconds: Figure; mostAtOnce: number };

/** Why nothing can be measured in n8n on this machine, if so. */
export function whyNoN8n(): string | undefined {
  if (existsSync(join(n8nFolder, 'complete'))) return undefined;
  return 'this machine has no n8n; the end-to-end tests (`test:e2e` of packages/e2e) install one';
}

/** Deletes many videos in a real n8n, with our node and with the HTTP Request node. */
export async function measureN8n(progress: Progress): Promise<readonly NodeRun[]> {
  progress('starting n8n');
  const server = await startServer({ latencyMs });
  const n8n = await startN8n();
  try {
    const rest = await signIn(n8n.url);
    const credentialId = await aCredential(rest, server.url, apiKey);
    const nodes = [
      { name: 'HTTP Request node, as it comes', node: httpRequest(server.url) },
      { name: 'our node, Items at Once 50', node: ours(credentialId, 50) },
      { name: 'our node, as it comes (Items at Once 1)', node: ours(credentialId, 1) },
    ];
    const runs = [];
    for (const { name, node } of nodes) runs.push({ name, run: await webhookTo(n8n.url, rest, node), ...fresh() });
    for (const [each, { run }] of runs.entries()) {
      progress(`warming up ${each + 1} of ${runs.length}`);
      await run(10);
    }
    for (let round = 0; round < 3; round++) {
      for (const each of runs) {
        // One item after the other is slow, and hardly varies.
        if (round > 0 && each.name.includes('as it comes (')) continue;
        progress(`round ${round + 1} of 3, ${each.name}`);
        await timed(server, each);
      }
    }
    return runs.map(({ name, seconds, mostAtOnce }) => ({
      name,
      seconds: figureOf(seconds),
      mostAtOnce: Math.max(...mostAtOnce),
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

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

function ours(credentialId: string, itemsAtOnce: number): object {
  return {
    type: 'n8n-nodes-iinked-sign.iinkedSign',
    typeVersion: 1,
    credentials: { iinkedSignApi: { id: credentialId, name: 'iinked Sign' } },
    parameters: {
      resource: 'video',
      operation: 'delete',
      packageId: byId('={{ $json.item.packageId }}'),
      meetingVideoId: byId('={{ $json.item.meetingVideoId }}'),
      options: itemsAtOnce === 1 ? {} : { itemsAtOnce },
    },
  };
}

function httpRequest(server: ServerUrl): object {
  return {
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    parameters: {
      method: 'POST',
      url: `=${server}/packages/{{ $json.item.packageId }}/videos/delete`,
      sendHeaders: true,
      headerParameters: { parameters: [{ name: 'api_key', value: apiKey }] },
      sendBody: true,
      specifyBody: 'json',
      jsonBody: '={{ JSON.stringify($json.item) }}',
      options: {},
    },
  };
}

/** Makes a workflow of a webhook, the items of its body and a node, and gives how to run it. */
async function webhookTo(n8nUrl: string, rest: Rest, node: object): Promise<Timed['run']> {
  const path = randomUUID();
  const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
  const parameters = { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries' };
  const split = { fieldToSplitOut: 'body.items', options: { destinationFieldName: 'item' } };
  await publish(rest, {
    name: path,
    nodes: [
      {
        id: randomUUID(),
        name: 'Webhook',
        type: 'n8n-nodes-base.webhook',
        typeVersion: 2,
        webhookId: path,
        parameters,
      },
      { id: randomUUID(), name: 'Items', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: split },
      { id: randomUUID(), name: 'Delete', ...node },
    ].map((each, index) => ({ position: [200 * index, 0], ...each })),
    connections: { Webhook: to('Items'), Items: to('Delete') },
  });
  return async (items) => {
    const body = JSON.stringify({
      items: Array.from({ length: items }, (_, index) => ({ ...aVideo, meetingVideoId: `video-${index}` })),
    });
    const headers = { 'content-type': 'application/json' };
    for (let attempt = 0; attempt < 40; attempt++) {
      const response = await fetch(`${n8nUrl}/webhook/${path}`, { method: 'POST', headers, body });
      const answer: unknown = await response.json();
      if (response.ok && Array.isArray(answer) && answer.length === items) return;
      // A webhook that has just been switched on may not be known yet.
      if (response.status !== 404)
        throw new Error(`n8n answered ${response.status}: ${JSON.stringify(answer).slice(0, 300)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('n8n does not know the webhook.');
  };
}
