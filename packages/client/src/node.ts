/**
 * The same client, through undici instead of `fetch`.
 *
 * @module iinked-sign/node
 */
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { type Client, type ClientOptions, connect } from './client.ts';
// From the index, so that what both entries need stays in its file: see tsdown.config.ts.
import { baseUrlOf } from './index.ts';
import { runtimeClock, type Send } from './platform.ts';

/**
 * Makes a client that sends its requests through undici itself, for programs on Node that delete by the thousand: a call takes
 * half of the processor time that it takes through `fetch`. All else is as with the client of `iinked-sign`.
 *
 * undici is installed beside it (`npm install iinked-sign undici`). A proxy that the environment variables `HTTPS_PROXY`
 * and `NO_PROXY` name is used, but never on the way to an emulator on this machine.
 *
 * @param options Key and server; time limit in milliseconds (default 30 000) and repeats (default 2) of its calls.
 * @returns The client.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * import { createClient } from 'iinked-sign/node';
 *
 * const client = createClient({ apiKey, server: 'sandbox-us' });
 * ```
 * @see https://docs.iinkedsign.com/v4/authentication
 */
export function createClient(options: ClientOptions): Client {
  // Over http: the key would be open to the proxy, whose own loopback is another one.
  const isLoopback = baseUrlOf(options.server).startsWith('http:');
  // The client has a time limit of its own.
  const limits = { headersTimeout: 0, bodyTimeout: 0 };
  return connect(through(isLoopback ? new Agent(limits) : new EnvHttpProxyAgent(limits)), runtimeClock, options);
}

function through(dispatcher: Dispatcher): Send {
  return async (url, { method, headers, body, signal }) =>
    new Answer(await request(url, { dispatcher, method, headers, signal, ...(body !== undefined && { body }) }));
}

/** An answer whose body undici reads: the stream of a `Response` would take as long as all the rest of a call. */
class Answer extends Response {
  // Of its own, for a `Response` takes no status that HTTP does not know.
  override readonly status: number;
  override readonly ok: boolean;
  readonly #body: Dispatcher.ResponseData['body'];

  constructor({ statusCode, headers, body }: Dispatcher.ResponseData) {
    const fields = Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    );
    super(null, { headers: fields });
    this.status = statusCode;
    this.ok = statusCode >= 200 && statusCode < 300;
    this.#body = body;
  }

  override text(): Promise<string> {
    return this.#body.text();
  }

  override json(): Promise<unknown> {
    return this.#body.json();
  }
}
