import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import type { IncomingResponse, Send } from '../transport.ts';
import { userAgent } from '../version.ts';
import { responseTooLong } from './responseTooLong.ts';

/**
 * Sends requests through undici itself, and cuts responses off that are longer than so many bytes.
 *
 * @param own The dispatcher to use. Without one, all clients share their connections.
 * @throws {InvalidRequestError} when the environment names a proxy that cannot be right.
 */
export function undiciTransport(baseUrl: string, own: Dispatcher | undefined, maxResponseBytes: number): Send {
  const isThisMachine = baseUrl.startsWith('http:');
  if (!own && !isThisMachine) assertProxies();
  return async ({ url, method, headers, body, sendOnce, signal }) => {
    const { request, getGlobalDispatcher, ...undici } = await load();
    const response = await request(url, {
      dispatcher: own ?? mockIn(getGlobalDispatcher()) ?? sharedDispatcher(undici, isThisMachine),
      method,
      headers: {
        ...headers,
        'user-agent': userAgent,
        'accept-encoding': 'identity',
        ...(sendOnce && { 'content-length': `${Buffer.byteLength(body ?? '')}` }),
      },
      // A stream is read once: no interceptor can send it again.
      body: sendOnce ? Readable.from([Buffer.from(body ?? '')]) : (body ?? null),
      signal,
    });
    return incoming(response, maxResponseBytes);
  };
}

function incoming({ statusCode, headers, body }: Dispatcher.ResponseData, most: number): IncomingResponse {
  const get = (name: string) => [headers[name.toLowerCase()] ?? null].flat()[0] ?? null;
  return { status: statusCode, headers: { get }, text: () => textOf(body, get('content-length'), most) };
}

async function textOf(body: Dispatcher.ResponseData['body'], length: string | null, most: number): Promise<string> {
  if (Number(length) > most) {
    body.destroy();
    throw responseTooLong(most);
  }
  if (length) return body.text();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > most) throw responseTooLong(most);
  }
  return Buffer.concat(chunks).toString();
}

type Undici = typeof import('undici');
let loading: Promise<Undici> | undefined;

// Not at the import of this module: undici 8 breaks on Node 20, in words that help nobody.
function load(): Promise<Undici> {
  loading ??= import('undici').catch(() => {
    throw new InvalidRequestError('undici', 'cannot be loaded. Install undici@8, or undici@7 for Node before 22.19');
  });
  return loading;
}

// The client has time limits of its own. Over HTTP/2 a refused stream would be sent again.
const settings = { headersTimeout: 0, bodyTimeout: 0, allowH2: false };
let toThisMachine: Dispatcher | undefined;
let throughProxies: Dispatcher | undefined;

/** Over http, which leads to this machine only, a proxy would see the key, and its own loopback is another one. */
function sharedDispatcher(undici: Pick<Undici, 'Agent' | 'EnvHttpProxyAgent'>, isThisMachine: boolean): Dispatcher {
  if (isThisMachine) {
    toThisMachine ??= new undici.Agent(settings);
    return toThisMachine;
  }
  throughProxies ??= new undici.EnvHttpProxyAgent(settings);
  return throughProxies;
}

/** A test that has put undici's MockAgent in place of the network means all of it. */
function mockIn(dispatcher: Dispatcher): Dispatcher | undefined {
  return 'disableNetConnect' in dispatcher ? dispatcher : undefined;
}

function assertProxies(): void {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    const proxy = process.env[name];
    if (proxy && !isProxy(proxy)) throw new InvalidRequestError(name, 'must be an address such as http://proxy:8080');
  }
}

// Without its scheme, the name of the host reads as one.
function isProxy(address: string): boolean {
  return URL.canParse(address) && /^(https?|socks5?):$/.test(new URL(address).protocol);
}
