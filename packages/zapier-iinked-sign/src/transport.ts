import { type Client, createClient } from 'iinked-sign';
import type { ZObject } from 'zapier-platform-core';
import { type AuthData, serverOf } from './connection.ts';

/**
 * How long a step may take, in milliseconds. Zapier ends it after 30 seconds with an error of its own, which it may then
 * replay: our error must come first.
 */
const stepLimitMs = 25_000;

/** The time limit of a deletion's request, in milliseconds. The rest of the step is for the list that settles its outcome. */
export const deletionLimitMs = 18_000;

/**
 * Makes a client whose requests go through Zapier.
 *
 * None is retried here: Zapier itself runs a throttled step again, and people replay failed ones.
 */
export function clientFor(z: ZObject, authData: AuthData): Client {
  const { apiKey = '' } = authData;
  return createClient({
    apiKey: apiKey.trim(),
    server: serverOf(authData),
    timeoutMs: stepLimitMs,
    totalTimeoutMs: stepLimitMs,
    maxRetries: 0,
    fetch: (request) => send(z, request),
  });
}

async function send(z: ZObject, request: Request): Promise<Response> {
  const body = await request.text();
  const response = await z.request({
    url: request.url,
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(request.headers),
    ...(body !== '' && { body }),
    // The API key would go along to wherever a redirect leads.
    redirect: 'manual',
    skipThrowForStatus: true,
    // Zapier logs the content of any other response, and the links to videos in it hold access tokens.
    raw: true,
    // Frees the socket. The client's own limit comes first.
    timeout: stepLimitMs + 1000,
  });
  const content = await response.text();
  const hasNoBody = [204, 205, 304].includes(response.status);
  return new Response(hasNoBody ? null : content, { status: response.status, headers: [...response.headers] });
}
