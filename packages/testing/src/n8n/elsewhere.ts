import { stringify } from 'flatted';
import type { Rest } from './rest.ts';

/** The n8n that tests use in place of one of their own, and its key: `N8N_URL` and `N8N_API_KEY`. */
const { N8N_URL: url, N8N_API_KEY: key } = process.env;

/** Whether tests use an n8n that runs elsewhere. They then know its public API, and neither its process nor its files. */
export const isElsewhere: boolean = url !== undefined;

/**
 * Reaches that n8n.
 *
 * @throws {Error} when there is no key for it.
 */
export function n8nElsewhere(): { url: string; rest: Rest } {
  if (url === undefined || key === undefined) throw new Error('N8N_URL needs N8N_API_KEY, from Settings > n8n API.');
  const address = url.replace(/\/+$/, '');
  return { url: address, rest: publicApi(address, key) };
}

/**
 * n8n's public API in the place of its own REST interface, for the paths that both have: workflows, credentials and executions.
 * It stays the same from one n8n to the next, and takes a key.
 */
function publicApi(address: string, apiKey: string): Rest {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', 'X-N8N-API-KEY': apiKey },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text}`);
    return JSON.parse(text || '{}');
  }
  return {
    cookie: '',
    async get<Answer>(path: string): Promise<Answer> {
      const [, filter, limit] = /^\/executions\?filter=([^&]+)&limit=(\d+)$/.exec(path) ?? [];
      if (filter !== undefined) {
        const { workflowId }: { workflowId: string } = JSON.parse(decodeURIComponent(filter));
        const { data } = await call<{ data: object[] }>('GET', `/executions?workflowId=${workflowId}&limit=${limit}`);
        return JSON.parse(JSON.stringify({ results: data }));
      }
      if (!/^\/executions\/\w+$/.test(path)) return call('GET', path);
      const execution = await call<{ data: object }>('GET', `${path}?includeData=true`);
      return JSON.parse(JSON.stringify({ ...execution, data: stringify(execution.data) }));
    },
    delete: (path) => call('DELETE', path),
    post(path, body) {
      if (path !== '/workflows' || typeof body !== 'object') return call('POST', path, body);
      const { active: _, ...workflow } = { active: false, ...body };
      return call('POST', path, workflow);
    },
  };
}
