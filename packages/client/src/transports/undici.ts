import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import type { Send } from '../transport.ts';
import { userAgent } from '../version.ts';
import { exchange } from './undiciExchange.ts';

/**
 * Sends requests through undici itself, and cuts responses off that are longer than so many bytes.
 *
 * @param own The dispatcher to use. Without one, all clients share their connections.
 * @throws {InvalidRequestError} when the environment names a proxy that cannot be one.
 */
export function undiciTransport(baseUrl: string, own: Dispatcher | undefined, maxResponseBytes: number): Send {
  // Over http, which leads to this machine only, a proxy would see the key, and its own loopback is another one.
  const proxy = own || baseUrl.startsWith('http:') ? '' : proxyOfEnvironment();
  return async ({ url, method, headers, body, sendOnce, signal }) => {
    const undici = loaded ?? (await load());
    const dispatcher = own ?? globalMockAgent() ?? sharedDispatcher(undici, proxy);
    const { origin, pathname, search } = new URL(url);
    const request: Dispatcher.DispatchOptions = {
      origin,
      path: pathname + search,
      method,
      headers: {
        ...headers,
        'user-agent': userAgent,
        'accept-encoding': 'identity',
        ...(sendOnce && { 'content-length': `${Buffer.byteLength(body ?? '')}` }),
      },
      body: sendOnce ? onceOnly(body ?? '') : (body ?? null),
    };
    return exchange(dispatcher, request, signal, maxResponseBytes);
  };
}

/** A stream is read once: no interceptor can send it again. */
function onceOnly(body: string): Readable {
  // undici destroys it when the request fails, which is told elsewhere.
  return Readable.from([Buffer.from(body)]).on('error', () => undefined);
}

type Undici = typeof import('undici');
let loading: Promise<Undici> | undefined;
let loaded: Undici | undefined;

// Not at the import of this module: undici 8 breaks on Node 20, in words that help nobody.
async function load(): Promise<Undici> {
  loading ??= import('undici').catch(() => {
    throw new InvalidRequestError('undici', 'cannot be loaded. Install undici@8, or undici@7 for Node before 22.19');
  });
  loaded = await loading;
  return loaded;
}

// The client has time limits of its own. Over HTTP/2 a refused stream would be sent again. A process has a limited number of
// sockets: thousands of calls at once wait for one another instead.
const settings = { headersTimeout: 0, bodyTimeout: 0, allowH2: false, connections: 256 };

/** By the address of the proxy that they go through. */
const shared = new Map<string, Dispatcher>();

function sharedDispatcher({ Agent, EnvHttpProxyAgent }: Undici, proxy: string): Dispatcher {
  const known = shared.get(proxy);
  if (known) return known;
  const dispatcher = proxy
    ? new EnvHttpProxyAgent({ ...settings, httpProxy: proxy, httpsProxy: proxy })
    : new Agent(settings);
  shared.set(proxy, dispatcher);
  return dispatcher;
}

const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/**
 * Returns the proxy that the environment names, or an empty string. NO_PROXY is for undici to read.
 *
 * @throws {InvalidRequestError} when it cannot be one. The error does not say what it is: it may hold a password.
 */
function proxyOfEnvironment(): string {
  for (const name of proxyVariables) {
    const proxy = process.env[name];
    if (!proxy) continue;
    if (!isProxy(proxy)) throw new InvalidRequestError(name, 'must be an address such as http://proxy:8080');
    return proxy;
  }
  return '';
}

function isProxy(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address);
    return /^(https?|socks5?):$/.test(protocol) && decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}

/** A test that puts undici's MockAgent in place of the network means all of it, whichever copy of undici it has. */
function globalMockAgent(): Dispatcher | undefined {
  return globalDispatchers.map((symbol): unknown => Reflect.get(globalThis, symbol)).find(isMockAgent);
}

const globalDispatchers = [2, 1].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));

function isMockAgent(dispatcher: unknown): dispatcher is Dispatcher {
  return typeof dispatcher === 'object' && dispatcher !== null && 'disableNetConnect' in dispatcher;
}
