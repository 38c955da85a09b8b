import { baseUrlOf, type Client, createClient } from 'iinked-sign';
import type { Bundle, ZObject } from 'zapier-platform-core';

/** What a connected account holds. */
export type AuthData = Bundle['authData'];

/**
 * How long a step may take, in milliseconds. Zapier ends it after 30 seconds with an error of its own, which it may then
 * replay: our answer must come before.
 */
export const stepLimitMs = 25_000;

/**
 * Makes a client whose requests go through Zapier.
 *
 * None is repeated here: Zapier itself tries a throttled step again, and people replay failed ones.
 */
export function connect(z: ZObject, { apiKey = '', ...authData }: AuthData): Client {
  const server = baseUrlOf(addressOf(authData));
  return createClient({
    apiKey,
    server,
    timeoutMs: stepLimitMs,
    maxRetries: 0,
    fetch: (request) => send(z, request),
  });
}

/** The name of a connected account's server, or the address of its private instance. */
export function addressOf({ server, baseUrl }: AuthData): string | undefined {
  return server === 'custom' ? baseUrl : server;
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
    // Zapier logs the content of any other answer, and the links to videos in it hold access tokens.
    raw: true,
    // Frees the socket. The client's own limit speaks first.
    timeout: stepLimitMs + 1000,
  });
  const content = await response.text();
  const isBodiless = [204, 205, 304].includes(response.status);
  return new Response(isBodiless ? null : content, { status: response.status, headers: [...response.headers] });
}
