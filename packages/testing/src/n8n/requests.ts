import { get } from 'node:http';
import { createRequire } from 'node:module';
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IHttpRequestOptions,
  INode,
  Workflow,
} from 'n8n-workflow';

// The build that n8n itself loads; the other one is no valid ES module for Node.
const { NodeOperationError }: typeof import('n8n-workflow') = createRequire(import.meta.url)('n8n-workflow');

/** A credential as a node is given it. */
export type Credential = { type: ICredentialType; data: ICredentialDataDecryptedObject };

/** An answer in full. */
export type FullResponse = {
  statusCode: number;
  statusMessage: string;
  headers: Record<string, unknown>;
  body: unknown;
};

/**
 * n8n's request helper as far as this node uses it, over real HTTP. It behaves as n8n does unless it is told otherwise:
 * follows redirects with all headers, throws for statuses that are no success, and sends a second time after a thrown 401.
 */
export async function requestWithAuthentication(
  { workflow, node, signal }: { workflow: Workflow; node: INode; signal?: AbortSignal | undefined },
  { type, data }: Credential,
  options: IHttpRequestOptions,
): Promise<unknown> {
  const resolve = (value: unknown) =>
    typeof value === 'string'
      ? workflow.expression.getSimpleParameterValue(node, value, 'internal', { $credentials: data })
      : value;
  const limits = [signal, options.timeout === undefined ? undefined : AbortSignal.timeout(options.timeout)];
  async function send(): Promise<Response> {
    const asked = { ...options, ...(options.baseURL !== undefined && { baseURL: `${resolve(options.baseURL)}` }) };
    const authenticated = typeof type.authenticate === 'function' ? await type.authenticate(data, asked) : asked;
    const headers = new Headers();
    for (const [name, value] of Object.entries(authenticated.headers ?? {})) headers.set(name, `${value}`);
    return fetch(`${authenticated.baseURL ?? ''}${authenticated.url}`, {
      method: options.method ?? 'GET',
      headers,
      body: bodyOf(options.body, headers),
      redirect: options.disableFollowRedirect ? 'manual' : 'follow',
      signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
    });
  }
  try {
    let response = await send();
    if (response.status === 401 && !options.ignoreHttpStatusErrors) response = await send();
    if (!response.ok && !options.ignoreHttpStatusErrors) throw refused(response);
    const text = await response.text();
    const body: unknown = options.encoding === 'text' ? text : parsed(text);
    return options.returnFullResponse ? fullResponse(response, body) : body;
  } catch (error) {
    // fetch hides what broke one level deeper than n8n's own HTTP library does.
    const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
    throw new NodeOperationError(node, cause instanceof Error ? cause : `${cause}`);
  }
}

/** n8n's request helper without a credential, as far as this node uses it: it streams the file, and follows redirects unless told otherwise. */
export function request({ url, abortSignal, disableFollowRedirect }: IHttpRequestOptions): Promise<FullResponse> {
  return new Promise((resolve, reject) => {
    const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    get(url, { ...(signal && { signal }) }, (response) => {
      const { statusCode = 0, statusMessage = '', headers } = response;
      if (headers.location === undefined || disableFollowRedirect)
        resolve({ statusCode, statusMessage, headers, body: response });
      else resolve(request({ url: headers.location, ...(signal && { abortSignal: signal }) }));
    }).once('error', reject);
  });
}

// As n8n's HTTP library does, with the response beside the words.
function refused({ status, statusText }: Response): Error {
  return Object.assign(new Error(`${status} ${statusText}`), { response: { status, statusText } });
}

function bodyOf(body: unknown, headers: Headers): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  headers.set('content-type', 'application/json');
  return JSON.stringify(body);
}

function fullResponse({ status, statusText, headers }: Response, body: unknown): FullResponse {
  return { statusCode: status, statusMessage: statusText, headers: Object.fromEntries(headers), body };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
