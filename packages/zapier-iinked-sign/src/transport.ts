import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApiError,
  type Client,
  createClientOn,
  type IncomingResponse,
  NotFoundError,
  type OutgoingRequest,
} from 'iinked-sign';
import type { ZObject } from 'zapier-platform-core';
import { type AuthData, serverOf } from './connection.ts';

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
export type Seen = {
  /** A 404 that is not the API's word about anything: that of a proxy, or of a wrong address. */
  wrongAddress?: ApiError;
};

/**
 * Makes a client whose requests go through Zapier.
 *
 * None is retried here: Zapier itself runs a throttled step again, and people replay failed ones.
 *
 * @param seen Gets what is seen of the server, for a step that goes on after a failure.
 */
export function clientFor(z: ZObject, authData: AuthData, seen: Seen = {}): Client {
  const { apiKey = '' } = authData;
  return createClientOn(
    { send: (request) => send(z, request), wait },
    {
      apiKey: apiKey.trim(),
      server: serverOf(authData),
      timeoutMs: stepLimitMs,
      totalTimeoutMs: stepLimitMs,
      maxRetries: 0,
      onAttempt({ error }) {
        if (error instanceof ApiError && error.status === 404 && !(error instanceof NotFoundError)) {
          seen.wrongAddress ??= error;
        }
      },
    },
  );
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
