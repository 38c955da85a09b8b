import { setTimeout as wait } from 'node:timers/promises';
import type { Api, Route } from './api.ts';
import { type Body, readBody } from './body.ts';
import { type ApiResponse, error } from './errors.ts';
import type { Aim, Fault } from './faults.ts';
import { type Files, filesRoot, videoOfFile } from './files.ts';
import type { ReceivedRequest, Requests } from './requests.ts';
import { type Outgoing, outgoing, write } from './respond.ts';
import { type Exchange, exception, report } from './server.ts';

/** What the calls of one world meet. */
export type CallsOfWorld = {
  name: string | undefined;
  api: Api;
  files: Files;
  requests: Requests;
  takeFault: (aim: Aim) => Fault | undefined;
  changed: () => void;
};

/** A call of the API, or a request for the file of a video. */
export type Call = {
  exchange: Exchange;
  /** The origin that was called, for links. */
  origin: string;
  /** Whether it has the key of its world. */
  hasKey: boolean;
  /** The error with which it is rejected before it is looked at. */
  refused: ApiResponse | undefined;
};

/** What the calls of all worlds meet. */
export type CallOptions = {
  onRequest: ((request: ReceivedRequest, milliseconds: number) => void) | undefined;
  /** Aborts when the emulator closes: what is held back then is not carried out. */
  closing: AbortSignal;
};

// The real clock, also where a test replaces the global one.
const now = performance.now.bind(performance);

/** Records calls, carries them out or lets them fail, and responds. */
export function createCalls({ onRequest, closing }: CallOptions) {
  /** Tells the user's handler. Where it throws, that becomes the response. */
  function told(exchange: Exchange, received: ReceivedRequest, began: number): Outgoing | undefined {
    try {
      const handled: unknown = onRequest?.(received, now() - began);
      if (handled instanceof Promise) handled.catch((failure: unknown) => report(exchange, failure));
      return undefined;
    } catch (failure) {
      report(exchange, failure);
      return exception(failure);
    }
  }

  return async (world: CallsOfWorld, call: Call): Promise<void> => {
    const { exchange } = call;
    const { incoming, response, method, path, query, headers } = exchange;
    const began = now();
    const read = call.refused ? { refused: call.refused } : await readBody(incoming);
    const body = 'body' in read ? read.body : undefined;
    const route = routeOf(world, call, body);
    const received = world.requests.add({
      operationId: route.aim.target,
      world: world.name,
      method,
      path,
      query,
      headers: incoming.headers,
      body,
    });
    const result =
      'refused' in read
        ? outgoing(read.refused)
        : await perform(route, world.takeFault(route.aim) ?? {}, closing).catch((failure: unknown) => {
            report(exchange, failure);
            return exception(failure);
          });
    received.status = result?.status ?? 0;
    const failure = told(exchange, received, began);
    if (failure) received.status = failure.status;
    world.changed();
    const written = failure ?? result;
    if (written) await write(response, written, headers);
    else response.destroy();
  };
}

function routeOf({ api, files }: CallsOfWorld, { exchange, origin, hasKey }: Call, body: Body): Route {
  const { incoming, method, path, query } = exchange;
  if (path.startsWith(filesRoot)) {
    const aim = { target: 'downloadVideo', ...videoOfFile(path) } as const;
    return { aim, carryOut: ({ fileSize }) => files.serve({ method, path, query }, fileSize) };
  }
  return api.route({ method, path, query, contentType: incoming.headers['content-type'], body, origin, hasKey });
}

/** Carries a request out as far as the fault allows; nothing where the connection has to break. */
async function perform(route: Route, fault: Fault, closing: AbortSignal): Promise<Outgoing | undefined> {
  if (fault.delayMs) {
    await wait(fault.delayMs, undefined, { ref: false, signal: closing }).catch(() => undefined);
    if (closing.aborted) return undefined;
  }
  if (fault.reset) return undefined;
  const carriedOut = fault.status === undefined || fault.carryOut ? route.carryOut(fault) : undefined;
  if (fault.resetAfter) return undefined;
  const response =
    fault.status === undefined && carriedOut
      ? carriedOut
      : outgoing(
          error(
            fault.status ?? 500,
            'emulator_fault',
            'This failure was requested with failNext or /_emulator/faults.',
          ),
        );
  const { truncate, stall, bytesPerSecond, contentLength } = fault;
  return {
    status: response.status,
    headers: {
      ...response.headers,
      ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
      ...fault.headers,
    },
    body: fault.body === undefined ? response.body : textOf(fault.body),
    flaws: { truncate, stall, bytesPerSecond, contentLength },
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
