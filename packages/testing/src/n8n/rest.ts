import { parse } from 'flatted';
import { expect } from 'vitest';

/** n8n's own REST interface, signed in as the owner. */
export type Rest = {
  cookie: string;
  get: <Answer>(path: string) => Promise<Answer>;
  post: <Answer>(path: string, body: unknown) => Promise<Answer>;
  delete: (path: string) => Promise<unknown>;
};

export const owner = { email: 'owner@example.com', password: 'Only-for-tests-1', firstName: 'Test', lastName: 'Owner' };

/** Sets the owner of a fresh n8n up, and signs in. */
export async function signIn(url: string): Promise<Rest> {
  let cookie = '';
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${url}/rest${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'browser-id': 'tests', ...(cookie && { cookie }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
    cookie = response.headers.getSetCookie().at(0)?.split(';')[0] ?? cookie;
    const { data }: { data: Answer } = JSON.parse(text);
    return data;
  }
  await call('POST', '/owner/setup', owner);
  return {
    get cookie() {
      return cookie;
    },
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    delete: (path) => call('DELETE', path),
  };
}

/** What a node put out in one run: its outputs with their items, or the error that it stopped with. */
export type NodeRun = {
  outputs: { json: Record<string, unknown>; binary?: Record<string, unknown>; pairedItem?: unknown }[][];
  /** What n8n shows beside the output. */
  hints: { message: string }[];
  error: { message: string; description?: string | null; httpCode?: string; context?: { itemIndex?: number } } | null;
};

/** Gives the last execution of a workflow, once it has ended (or has the status that is waited for): what the node put out. */
export async function lastExecution(
  rest: Rest,
  workflowId: string,
  node: string,
  status: RegExp = /success|error|crashed|canceled/,
): Promise<NodeRun> {
  const filter = encodeURIComponent(JSON.stringify({ workflowId }));
  let id = '';
  await expect
    .poll(
      async () => {
        const { results } = await rest.get<Executions>(`/executions?filter=${filter}&limit=1`);
        const [last] = results;
        id = last?.id ?? '';
        return last?.status;
      },
      { timeout: 60_000, interval: 50 },
    )
    .toMatch(status);
  const execution = await rest.get<{ data: string }>(`/executions/${id}`);
  const { resultData }: Stored = parse(execution.data);
  const [run] = resultData.runData[node] ?? [];
  return { outputs: run?.data?.main ?? [], hints: run?.hints ?? [], error: resultData.error ?? null };
}

type Executions = { results: { id: string; status: string }[] };
type Stored = { resultData: { runData: Record<string, RunData[]>; error?: NodeRun['error'] } };
type RunData = { data?: { main: NodeRun['outputs'] }; hints?: NodeRun['hints'] };
