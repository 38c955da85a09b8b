import { randomUUID } from 'node:crypto';
import { lastExecution, type NodeRun, type Rest } from './rest.ts';
import type { Server } from './server.ts';

/** How the node is set in a workflow. */
export type NodeSetting = {
  parameters: Record<string, unknown>;
  onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
  /** The node's setting Retry On Fail. */
  retryOnFail?: boolean;
  /** The id of the credential. */
  credentialId: string;
  /** More settings of the workflow. */
  settings?: object;
};

/** A workflow that is switched on, and how to run it. */
export type Workflow = {
  id: string;
  /** Runs it on these items, and gives what its caller gets. */
  call: (items: unknown[]) => Promise<Answer>;
  /** Runs it on these items, and gives what n8n has stored of the node's part. */
  run: (items: unknown[]) => Promise<NodeRun>;
};

/** What the caller of a webhook gets. */
export type Answer = { status: number; text: string };

const nodeName = 'iinked Sign';

/** Makes and switches on a workflow that ends with our node, set so. */
export function aWorkflow(server: Server, rest: Rest, setting: NodeSetting): Promise<Workflow> {
  const node = {
    name: nodeName,
    type: 'n8n-nodes-iinked-sign.iinkedSign',
    typeVersion: 1,
    parameters: setting.parameters,
    credentials: { iinkedSignApi: { id: setting.credentialId, name: 'iinked Sign' } },
    onError: setting.onError ?? 'stopWorkflow',
    ...(setting.retryOnFail && { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 }),
  };
  return aWorkflowOf(server, rest, node, setting.settings);
}

/** Makes and switches on a workflow: a webhook, the items of its body, then a node, and what may come after it. */
export async function aWorkflowOf(
  { url }: Pick<Server, 'url'>,
  rest: Rest,
  node: { name: string } & Record<string, unknown>,
  settings: object = {},
  more: { nodes: object[]; connections: object } = { nodes: [], connections: {} },
): Promise<Workflow> {
  const path = randomUUID();
  const nodes = [
    {
      name: 'Webhook',
      type: 'n8n-nodes-base.webhook',
      typeVersion: 2,
      webhookId: path,
      parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries' },
    },
    {
      name: 'Items',
      type: 'n8n-nodes-base.splitOut',
      typeVersion: 1,
      parameters: { fieldToSplitOut: 'body.items', options: { destinationFieldName: 'item' } },
    },
    node,
    ...more.nodes,
  ];
  const id = await publish(rest, {
    name: path,
    nodes: nodes.map((each, at) => ({ id: randomUUID(), position: [200 * at, 0], ...each })),
    connections: { Webhook: main('Items'), Items: main(node.name), ...more.connections },
    settings: { executionOrder: 'v1', ...settings },
  });
  const callWith = (items: unknown[]) => call(`${url}/webhook/${path}`, { items });
  return {
    id,
    call: callWith,
    async run(items) {
      await callWith(items);
      return lastExecution(rest, id, node.name);
    },
  };
}

/** Saves a workflow and switches it on. */
export async function publish(rest: Rest, workflow: object): Promise<string> {
  const { id, versionId } = await rest.post<{ id: string; versionId: string }>('/workflows', {
    settings: { executionOrder: 'v1' },
    active: false,
    ...workflow,
  });
  await rest.post(`/workflows/${id}/activate`, { versionId });
  return id;
}

/** Saves a credential of ours, and gives its id. */
export async function aCredential(rest: Rest, baseUrl: string, apiKey: string, name = 'iinked Sign'): Promise<string> {
  const data = { apiKey, server: 'custom', baseUrl };
  const { id } = await rest.post<{ id: string }>('/credentials', { name, type: 'iinkedSignApi', data });
  return id;
}

/** Calls a webhook: one that has just been switched on may not be known yet. */
async function call(url: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  for (let attempt = 0; attempt < 40; attempt++) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (response.status !== 404 || !text.includes('not registered')) return { status: response.status, text };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`n8n does not know the webhook ${url}.`);
}

function main(node: string): object {
  return { main: [[{ node, type: 'main', index: 0 }]] };
}
