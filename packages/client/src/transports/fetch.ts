import { responseTooLong } from '../connectionFailure.ts';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import type { IncomingResponse, OutgoingRequest, Send } from '../transport.ts';
import { userAgent } from '../version.ts';

/** The runtime's `ReadableStream`, where its types are known. */
type StreamOfRuntime = typeof globalThis extends { ReadableStream: { prototype: infer Known } } ? Known : object;

/** What a `fetch` is called with. */
export type FetchInit = {
  method: string;
  headers: Record<string, string>;
  body?: string | StreamOfRuntime;
  duplex?: 'half';
  redirect: 'manual';
  cache?: 'no-store';
  signal: OutgoingRequest['signal'];
};

/** What the client needs of the response of a `fetch`. */
export type FetchResponse = Omit<IncomingResponse, 'redirected'> & {
  readonly redirected?: boolean | undefined;
  readonly type?: string | undefined;
  readonly body?: unknown;
};

/**
 * Any WHATWG `fetch`: the runtime's own, undici's, node-fetch's, or a wrapper around one.
 *
 * It is the type of a method, whose parameters TypeScript compares both ways: each `fetch` has an `init` of its own, and none
 * of them is exactly `FetchInit`.
 */
export type Fetch = { call(url: string, init: FetchInit): Promise<FetchResponse> }['call'];

/** Sends requests with `fetch`, and cuts responses off that are longer than so many bytes. */
export function fetchTransport(fetch: Fetch, maxResponseBytes: number): Send {
  return ({ sendOnce, ...request }) => {
    const init = initOf(request);
    // What is thrown here, rather than rejected with, is thrown before anything is sent.
    const sent = fetch(request.url, sendOnce ? onceOnly(init) : init);
    return Promise.resolve(sent).then((response) => incoming(response, maxResponseBytes));
  };
}

function incoming(response: FetchResponse, maxResponseBytes: number): IncomingResponse {
  const { status, headers } = response;
  return {
    status,
    headers,
    // Browsers hide a redirect behind a response that tells nothing.
    redirected: response.redirected === true || response.type === 'opaqueredirect',
    text: () => textOf(response, maxResponseBytes),
  };
}

function initOf({ method, headers, body, signal }: Omit<OutgoingRequest, 'sendOnce'>): FetchInit {
  return {
    method,
    headers: { ...headers, 'user-agent': userAgent },
    ...(body !== undefined && { body }),
    redirect: 'manual',
    // Some frameworks give a second request the first one's response, a deletion included.
    ...(knowsNoStore() && { cache: 'no-store' }),
    signal,
  };
}

/**
 * Makes the body one that can be read once: `fetch` sends a string again after a 421, and on a reused connection that
 * breaks, and says nothing of it.
 *
 * @throws {InvalidRequestError} where no such body can be made.
 */
function onceOnly(init: FetchInit): FetchInit {
  if (isBrowser()) throw notSupported('in a browser');
  if (typeof ReadableStream === 'undefined') throw notSupported('without ReadableStream');
  const text = String(init.body);
  const bytes = new TextEncoder().encode(text);
  // A fetch that knows no streams makes a string of it.
  const body = Object.assign(streamOf(bytes), { toString: () => text });
  return { ...init, headers: { ...init.headers, 'content-length': `${bytes.length}` }, body, duplex: 'half' };
}

function notSupported(where: string): InvalidRequestError {
  return new InvalidRequestError('deleteAll', `is not supported ${where}: its request might be sent twice`);
}

function streamOf(bytes: Uint8Array): StreamOfRuntime {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  // workerd sends no content-length but that of such a stream.
  return typeof FixedLengthStream === 'undefined' ? stream : stream.pipeThrough(new FixedLengthStream(bytes.length));
}

async function textOf(response: FetchResponse, most: number): Promise<string> {
  const length = response.headers.get('content-length');
  const isMeasured = length && !response.headers.get('content-encoding');
  if (isMeasured && Number(length) > most) throw responseTooLong(most);
  const { body } = response;
  if (isMeasured || !isStream(body)) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > most) throw responseTooLong(most);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

let noStore: boolean | undefined;

// workerd throws on it when it is set to a date before 2024-11-11.
function knowsNoStore(): boolean {
  try {
    noStore ??= new Request('https://localhost', { cache: 'no-store' }) !== undefined;
  } catch {
    noStore = false;
  }
  return noStore;
}

// All browsers call themselves Mozilla. So do jsdom and happy-dom, whose fetch is that of Node.
function isBrowser(): boolean {
  const name = typeof navigator === 'undefined' ? '' : String(navigator.userAgent);
  return name.startsWith('Mozilla/') && !/ (jsdom|HappyDOM)\//.test(name);
}

declare const FixedLengthStream: (new (length: number) => TransformStream<Uint8Array, Uint8Array>) | undefined;
