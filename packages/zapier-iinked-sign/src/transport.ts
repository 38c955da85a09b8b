import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClientOn, type IncomingResponse, type OutgoingRequest } from 'iinked-sign';
import type { ZObject } from 'zapier-platform-core';
import { type AuthData, serverOf } from './connection.ts';
import { readNotFound } from './notFound.ts';
import { WrongAddressError } from './wrongAddress.ts';

/**
 * How long a step may take, in milliseconds. Zapier ends it after 30 seconds with an error of its own, which it may then
 * replay: our error must come first.
 */
export const stepLimitMs = 25_000;

/** The time limit of a deletion's request, in milliseconds. The rest of the step is for the list that settles its outcome. */
const deletionLimitMs = 18_000;

/** The time limit of what is read before a deletion, in milliseconds. */
export const confirmationLimitMs = 5000;

/**
 * The time limits of a deletion that begins now.
 *
 * @param startedAt When the step began, by `performance.now()`.
 */
export function deletionTime(startedAt: number): { timeoutMs: number; totalTimeoutMs: number } {
  const elapsed = Math.ceil(performance.now() - startedAt);
  return { timeoutMs: deletionLimitMs - elapsed, totalTimeoutMs: stepLimitMs - elapsed };
}

/** What a step has seen of its server. */
export type Seen = { wrongAddress?: WrongAddressError };

/**
 * Makes a client whose requests go through Zapier.
 *
 * None is retried here: Zapier itself runs a throttled step again, and people replay failed ones. To the client every 404 means
 * that something is not there, so that one which is not the API's word ends a read before the client takes it for that.
 *
 * @param seen Gets what is seen of the server, for a step that goes on after a failure.
 */
export function clientFor(z: ZObject, authData: AuthData, seen: Seen = {}): Client {
  const { apiKey = '' } = authData;
  return createClientOn(
    {
      async send(request) {
        const response = await send(z, request);
        if (response.status !== 404) return response;
        const text = await response.text();
        const { code, isFromTheApi } = readNotFound(text);
        if (!isFromTheApi) {
          seen.wrongAddress ??= new WrongAddressError(authData, code);
          if (isRead(request)) throw new WrongAddressError(authData, code);
        }
        return { ...response, text: async () => text };
      },
      wait,
    },
    {
      apiKey: apiKey.trim(),
      server: serverOf(authData),
      timeoutMs: stepLimitMs,
      totalTimeoutMs: stepLimitMs,
      maxRetries: 0,
    },
  );
}

// A deletion's own 404 is settled by a list, which is a read.
function isRead({ method, url }: OutgoingRequest): boolean {
  return method === 'GET' || url.endsWith('/packages/list');
}

async function send(z: ZObject, { method, url, headers, body }: OutgoingRequest): Promise<IncomingResponse> {
  const response = await z.request({
    url,
    method,
    headers,
    ...(body !== undefined && { body }),
    // The API key would go along to wherever a redirect leads.
    redirect: 'manual',
    skipThrowForStatus: true,
    // Zapier logs the content of any other response, and the links to videos in it hold access tokens.
    raw: true,
    // Frees the socket. The client's own limit comes first.
    timeout: stepLimitMs + 1000,
  });
  return { status: response.status, headers: response.headers, text: () => response.text() };
}

// A wait that is not needed any more is over, no more.
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
