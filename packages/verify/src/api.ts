import { CannotVerifyError } from './CannotVerifyError.ts';

/** A response as it was observed. */
export type Observed = {
  /** The request, such as `POST /packages/list`. */
  request: string;
  status: number;
  retryAfter: string | undefined;
  /** The body, where it is a JSON object. */
  body: Record<string, unknown>;
};

/** What a request of this program may vary. */
export type Variation = { body?: object; key?: string | undefined; chunked?: boolean };

/** The API as this program sees it: every response is kept. */
export type Api = {
  server: string;
  apiKey: string;
  observed: Observed[];
  send: (method: 'GET' | 'POST', path: string, variation?: Variation) => Promise<Observed>;
  /** A `fetch` that keeps the responses of a client. */
  fetch: (url: string, init: RequestInit) => Promise<Response>;
};

const timeoutMs = 30_000;

/** Calls one server with one key, which goes nowhere else: redirects are not followed. */
export function createApi(server: string, apiKey: string): Api {
  const observed: Observed[] = [];

  async function observe(url: string, init: RequestInit): Promise<{ response: Response; seen: Observed }> {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) }).catch(
      (error: unknown) => {
        throw new CannotVerifyError(
          `No response from ${server}: ${reasonOf(error)}. Check the address and the network.`,
        );
      },
    );
    const seen = {
      request: `${init.method} ${url.slice(server.length)}`,
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      body: objectOf(await response.clone().text()),
    };
    observed.push(seen);
    return { response, seen };
  }

  return {
    server,
    apiKey,
    observed,
    async send(method, path, variation = {}) {
      const key = 'key' in variation ? variation.key : apiKey;
      const headers = {
        ...(key !== undefined && { api_key: key }),
        ...(variation.body && { 'content-type': 'application/json' }),
      };
      const init: RequestInit = { method, headers };
      if (variation.body) init.body = JSON.stringify(variation.body);
      if (variation.chunked) Object.assign(init, { body: new Blob([String(init.body)]).stream(), duplex: 'half' });
      return (await observe(server + path, init)).seen;
    },
    fetch: async (url, init) => (await observe(url, init)).response,
  };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Why there was no response: fetch itself only says that it failed, and gives the reason as its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message }: { code?: unknown; message?: unknown } = Object(cause);
  return String(typeof code === 'string' ? code : message);
}
