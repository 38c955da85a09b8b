import type { IncomingResponse, OutgoingRequest } from 'iinked-sign';
import { type ICredentialDataDecryptedObject, type IN8nHttpFullResponse, sleep } from 'n8n-workflow';
import { type Connection, connectionOf } from './credential.ts';
import { type Context, nodeError } from './errors.ts';

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
    return connectionOf(credential, { send: (request) => send(context, credential, request), wait });
  } catch (error) {
    throw nodeError(context, error);
  }
}

async function send(
  context: Context,
  credential: ICredentialDataDecryptedObject,
  { method, url, headers, body }: OutgoingRequest,
): Promise<IncomingResponse> {
  const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
    context,
    'iinkedSignApi',
    {
      method,
      url,
      headers: withoutKey(headers),
      ...(body !== undefined && { body }),
      encoding: 'text',
      returnFullResponse: true,
      // n8n would send the API key along with a redirect, and send the request again after a thrown 401.
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      timeout: socketLimitMs,
    },
    // Without it, n8n reads and decrypts the credential again for every request.
    { credentialsDecrypted: { id: '', name: '', type: 'iinkedSignApi', data: credential } },
  );
  return incoming(response);
}

// n8n adds the key itself.
function withoutKey(headers: OutgoingRequest['headers']): OutgoingRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'api_key'));
}

function incoming({ statusCode, headers, body }: IN8nHttpFullResponse): IncomingResponse {
  return {
    status: statusCode,
    headers: { get: (name) => joined(headers[name]) },
    text: async () => (typeof body === 'string' ? body : ''),
  };
}

// A header that came twice must show, as it does with fetch.
function joined(value: unknown): string | null {
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(', ') : `${value}`;
}

// An abort makes n8n's sleep reject; the client wants the wait to be over, no more.
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, signal).catch(() => undefined);
}
