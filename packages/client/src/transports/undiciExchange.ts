import type { Dispatcher } from 'undici';
import { responseTooLong } from '../connectionFailure.ts';
import type { AbortSignalOfRuntime, IncomingResponse } from '../transport.ts';
import { decoded } from './undiciDecoded.ts';

/**
 * Exchanges a request for its response through a dispatcher itself: the stream that `undici.request` makes of a response takes
 * longer than the rest of the exchange.
 *
 * @returns The response, once its head is there.
 * @throws what the dispatcher fails with, or the reason of the signal.
 */
export function exchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignalOfRuntime,
  maxResponseBytes: number,
): Promise<IncomingResponse> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Exchange(signal, maxResponseBytes, resolve, reject));
  });
}

type Controller = Pick<Dispatcher.DispatchController, 'abort'>;
type Headers = Record<string, string | string[] | undefined>;

const decoder = new TextDecoder();

/** One exchange, as a dispatcher tells of it. Who reads the body may come early, late or never. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignalOfRuntime;
  readonly #most: number;
  readonly #resolve: (response: IncomingResponse) => void;
  readonly #reject: (error: Error) => void;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #encoding: string | null = null;
  #controller: Controller | undefined;
  #end: { error: Error | undefined } | undefined;
  #tell = () => {};

  constructor(
    signal: AbortSignalOfRuntime,
    most: number,
    resolve: (response: IncomingResponse) => void,
    reject: (error: Error) => void,
  ) {
    this.#signal = signal;
    this.#most = most;
    this.#resolve = resolve;
    this.#reject = reject;
    signal.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // It waited for a connection, and nobody waits for it any more: it must not be sent.
    if (this.#signal.aborted) controller.abort(this.#signal.reason);
  }

  onResponseStart(_: unknown, status: number, headers: Headers): void {
    if (status < 200) return;
    // As `Headers` does: whether a header came twice must show.
    const get = (name: string) => [headers[name.toLowerCase()] ?? []].flat().join(', ') || null;
    this.#encoding = get('content-encoding');
    this.#resolve({ status, headers: { get }, text: () => this.#text() });
    this.#mustFit(Number(get('content-length')));
  }

  onResponseData(_: unknown, chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#mustFit(this.#bytes);
  }

  onResponseEnd(): void {
    this.#finish(undefined);
  }

  onResponseError(_: unknown, error: Error): void {
    this.#finish(error);
  }

  // The mocks of undici 7 know these names alone.
  onConnect(abort: Controller['abort']): void {
    this.onRequestStart({ abort });
  }

  onHeaders(status: number, headers: readonly Uint8Array[]): void {
    const texts = headers.map((part) => decoder.decode(part));
    const all: Record<string, string[]> = {};
    for (const [at, name] of texts.entries()) {
      if (at % 2 === 0) all[name.toLowerCase()] = [...(all[name.toLowerCase()] ?? []), texts[at + 1] ?? ''];
    }
    this.onResponseStart(undefined, status, all);
  }

  onData(chunk: Uint8Array): void {
    this.onResponseData(undefined, chunk);
  }

  onComplete(): void {
    this.#finish(undefined);
  }

  onError(error: Error): void {
    this.#finish(error);
  }

  readonly #abort = (): void => {
    const { reason } = this.#signal;
    this.#controller?.abort(reason);
    this.#finish(reason);
  };

  #mustFit(bytes: number): void {
    if (bytes > this.#most) this.#controller?.abort(responseTooLong(this.#most));
  }

  #finish(error: Error | undefined): void {
    this.#signal.removeEventListener('abort', this.#abort);
    this.#end ??= { error };
    this.#tell();
    if (error) this.#reject(error);
  }

  async #decoded(): Promise<string> {
    return decoder.decode(await decoded(Buffer.concat(this.#chunks), this.#encoding, this.#most));
  }

  #text(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#tell = () => {
        if (this.#end?.error) reject(this.#end.error);
        else if (this.#end) resolve(this.#decoded());
      };
      this.#tell();
    });
  }
}
