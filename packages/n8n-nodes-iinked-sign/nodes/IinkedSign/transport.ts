import { type IExecuteFunctions, type ILoadOptionsFunctions, type IN8nHttpFullResponse, sleep } from 'n8n-workflow';
import { type Connection, connectionOf } from './credential.ts';
import { nodeError } from './errors.ts';

/** What a node gets from n8n when it runs, and when its lists are filled. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;

// Longer than any limit that a person may set: it frees the socket, and the client's own limit speaks first.
const socketLimitMs = 10 * 60 * 1000;

/**
 * Makes a client of the node's credential, whose requests and waits are n8n's own.
 *
 * @throws {NodeOperationError} when the credential cannot be right.
 */
export async function connect(context: Context): Promise<Connection> {
  const credential = await context.getCredentials('iinkedSignApi');
  try {
    // The client knows the key to keep it out of what it says. The requests get it from n8n.
    return connectionOf(credential, { fetch: (request) => send(context, request), wait });
  } catch (error) {
    throw nodeError(context, error);
  }
}

async function send(context: Context, request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.delete('api_key');
  const body = await request.text();
  const answer: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
    context,
    'iinkedSignApi',
    {
      method: request.method === 'POST' ? 'POST' : 'GET', // the contract knows no other
      url: request.url,
      headers: Object.fromEntries(headers),
      ...(body !== '' && { body }),
      encoding: 'text',
      returnFullResponse: true,
      // n8n would send the API key along with a redirect, and send the request again after a thrown 401.
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      timeout: socketLimitMs,
    },
  );
  return responseOf(answer);
}

function responseOf({ statusCode, headers, body }: IN8nHttpFullResponse): Response {
  const isBodiless = [204, 205, 304].includes(statusCode);
  const response = new Response(typeof body === 'string' && !isBodiless ? body : null, { status: statusCode });
  for (const [name, value] of Object.entries(headers)) {
    for (const line of Array.isArray(value) ? value : [value]) response.headers.append(name, `${line}`);
  }
  return response;
}

// An abort makes n8n's sleep reject; the client wants the wait to be over, no more.
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, signal).catch(() => undefined);
}
