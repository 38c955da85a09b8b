import { setTimeout as wait } from 'node:timers/promises';
import type { Api, Route } from './api.ts';
import { type Body, readBody } from './body.ts';
import type { OperationId } from './contract.ts';
import { type ApiResponse, error, errors } from './errors.ts';
import type { Fault } from './faults.ts';
import { type Files, filesRoot } from './files.ts';
import type { ReceivedRequest, Requests } from './requests.ts';
import { type Outgoing, outgoing, write } from './respond.ts';
import { type Exchange, exception, report } from './server.ts';

/** What calls of the API and requests for files meet. */
export type Calls = {
  api: Api;
  files: Files;
  requests: Requests;
  takeFault: (operationId: OperationId | undefined) => Fault | undefined;
  onRequest: ((request: ReceivedRequest, milliseconds: number) => void) | undefined;
  changed: () => void;
  /** Aborts when the emulator closes: what is held back then is not carried out. */
  closing: AbortSignal;
};

// The real clock, also where a test replaces the global one.
const now = performance.now.bind(performance);

/** Records calls, carries them out or lets them fail, and responds. */
export function createCalls({ api, files, requests, takeFault, onRequest, changed, closing }: Calls) {
  function routeOf(exchange: Exchange, body: Body, origin: string): Route {
    const { incoming, method, path, query } = exchange;
    if (path.startsWith(filesRoot)) return fixed(() => files.serve(method, path, query));
    return api.route({ method, path, query, headers: incoming.headers, body, origin });
  }

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

  return async (exchange: Exchange, origin: string, refused: ApiResponse | undefined): Promise<void> => {
    const { incoming, response, method, path, query, headers } = exchange;
    const began = now();
    const body = refused ? undefined : await readBody(incoming);
    const isTooLarge = body === 'tooLarge';
    const stopped = isTooLarge ? errors.bodyTooLarge : refused;
    const route = stopped ? fixed(() => outgoing(stopped)) : routeOf(exchange, isTooLarge ? undefined : body, origin);
    const received = requests.add({
      operationId: route.operationId,
      method,
      path,
      query: Object.fromEntries(query),
      headers: definedOnly(incoming.headers),
      body: isTooLarge ? undefined : recorded(body),
      status: 0,
    });
    const fault = (route.takesFaults && takeFault(route.operationId)) || {};
    const result = await perform(route, fault, closing).catch((failure: unknown) => {
      report(exchange, failure);
      return exception(failure);
    });
    received.status = result?.status ?? 0;
    const failure = told(exchange, received, began);
    if (failure) received.status = failure.status;
    changed();
    const written = failure ?? result;
    if (written) await write(response, written, headers);
    else response.destroy();
  };
}

/** Carries a request out as far as the fault allows; nothing where the connection has to break. */
async function perform(route: Route, fault: Fault, closing: AbortSignal): Promise<Outgoing | undefined> {
  if (fault.delayMs !== undefined) {
    await wait(fault.delayMs, undefined, { ref: false, signal: closing }).catch(() => undefined);
    if (closing.aborted) return undefined;
  }
  if (fault.reset) return undefined;
  const carriedOut = fault.status === undefined || fault.carryOut ? route.carryOut() : undefined;
  if (fault.resetAfter) return undefined;
  const response =
    fault.status === undefined && carriedOut
      ? carriedOut
      : outgoing(error(fault.status ?? 500, 'emulator_fault', 'This failure was asked for.'));
  return {
    status: response.status,
    headers: {
      ...response.headers,
      ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
      ...fault.headers,
    },
    body: fault.body === undefined ? response.body : textOf(fault.body),
    ending: fault.stall ? 'stall' : fault.truncate ? 'truncate' : undefined,
  };
}

function fixed(carryOut: () => Outgoing): Route {
  return { operationId: undefined, takesFaults: false, carryOut };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function recorded(body: Body): unknown {
  if (body === undefined) return undefined;
  return 'json' in body ? body.json : body.text;
}

function definedOnly(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const defined: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) defined[name] = value;
  return defined;
}
