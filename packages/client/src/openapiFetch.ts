import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/openapi.ts';

/** openapi-fetch, typed by the contract. It makes address and body of each request; the rest is ours. */
export type Core = Client<paths>;

/** What openapi-fetch made of a call. */
export type Prepared = { url: string; method: string; body: string | undefined };

/** What openapi-fetch needs of a response. */
export type CoreResponse = {
  status: number;
  ok: boolean;
  headers: { get: (name: string) => string | null };
  text: () => Promise<string>;
};

/** Sends what openapi-fetch made of a call. */
export type SendPrepared = (request: Prepared) => Promise<CoreResponse>;

/** What openapi-fetch makes of a response. */
export type CoreResult = {
  data?: string | undefined;
  error?: unknown;
  response: Pick<CoreResponse, 'status' | 'headers'>;
};

/** Options with which a call is sent by a function of its own, and the body of its response is read as text. */
export function sending(send: SendPrepared): { parseAs: 'text'; send: SendPrepared } {
  return { parseAs: 'text', send };
}

/**
 * Makes openapi-fetch work without `Request` and `Response`: not every runtime has them, and building them takes longer
 * than all the rest of a call.
 */
export function createCore(baseUrl: string, pathOf: (path: string, values: Record<string, unknown>) => string): Core {
  return createFetchClient<paths>({
    baseUrl,
    pathSerializer: pathOf,
    querySerializer: () => '',
    bodySerializer: (body) => JSON.stringify(body),
    ...standIns,
  });
}

/** Stands in for `Request`: openapi-fetch makes one of each call, and hands it to `fetch`. */
class Outgoing implements Prepared {
  readonly url: string;
  readonly method: string;
  readonly body: string | undefined;
  readonly send: SendPrepared;

  constructor(url: string, { method, body, send }: Omit<Outgoing, 'url'>) {
    this.url = url;
    this.method = method;
    this.body = body;
    this.send = send;
  }
}

// Of no type that openapi-fetch knows: it asks for the classes of the web platform, and uses no more of them than this.
const standIns: object = {
  Request: Outgoing,
  fetch: (request: Outgoing) => request.send(request),
};
