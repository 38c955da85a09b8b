import { baseUrlOf, type Client, createClient } from 'iinked-sign';
import type { Bundle, ZObject } from 'zapier-platform-core';

/** What a connected account holds. */
export type AuthData = Bundle['authData'];

/**
 * Makes a client whose requests go through Zapier.
 *
 * A step has 30 seconds, so one attempt gets 25 and none is repeated here: Zapier itself tries a throttled step again, and
 * people replay failed ones.
 */
export function connect(z: ZObject, { apiKey = '', ...authData }: AuthData): Client {
  const server = baseUrlOf(addressOf(authData));
  return createClient({ apiKey, server, timeoutMs: 25_000, maxRetries: 0, fetch: (request) => send(z, request) });
}

/** The name of a connected account's server, or the address of its private instance. */
export function addressOf({ server, baseUrl }: AuthData): string | undefined {
  return server === 'custom' ? baseUrl : server;
}

async function send(z: ZObject, request: Request): Promise<Response> {
  const body = await request.text();
  const { status, headers, content } = await z.request({
    url: request.url,
    method: request.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(request.headers),
    ...(body !== '' && { body }),
    // The API key would go along to wherever a redirect leads.
    redirect: 'manual',
    skipThrowForStatus: true,
  });
  const isBodiless = [204, 205, 304].includes(status);
  return new Response(isBodiless ? null : content, { status, headers: [...headers] });
}
