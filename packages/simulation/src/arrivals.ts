import type { Arrived } from './call.ts';
import type { End } from './courses.ts';
import { lied } from './lies.ts';
import type { Asked, Reply, Server } from './server.ts';

/** What arrives when a reply went back and met its end. */
export function arrivedFrom(ends: End, reply: Reply, asked: Asked, echo: string, { packages }: Server): Arrived {
  const plain = { headers: {}, wasRedirected: false, isLie: false };
  switch (ends.how) {
    case 'status': {
      const headers = {
        ...(ends.retryAfter !== undefined && { 'retry-after': ends.retryAfter }),
        'x-request-id': `r1${echo}`,
      };
      const failed: Reply = {
        status: ends.status,
        json: { error: 'video_exception', message: `Something failed.${echo}` },
      };
      return { ...plain, ...written(failed), headers };
    }
    case 'html':
      return { ...plain, status: 200, text: `<h1>Sign in</h1>${echo}`, reply };
    case 'redirect': {
      const status = ends.isFollowed ? 200 : ends.status;
      const elsewhere = { ...lied('all videos deleted', reply, packages, asked), status };
      const headers = { location: 'https://elsewhere.example.net/sign-in' };
      return { ...plain, ...written(elsewhere), headers, wasRedirected: ends.isFollowed, isLie: true };
    }
    case 'lie':
      return { ...plain, ...written(lied(ends.name, reply, packages, asked)), isLie: true };
    default:
      return { ...plain, ...written(reply) };
  }
}

function written(reply: Reply): Pick<Arrived, 'status' | 'text' | 'reply'> {
  return { status: reply.status, text: JSON.stringify(reply.json), reply };
}

/** What a runtime or a platform throws when a connection fails. Some throw what is hard to read. */
export function broken(code: string, echo: string, variant: number): unknown {
  const cause = Object.assign(new Error(`${code}.${echo}`), { code });
  const hardToRead: Record<number, unknown> = {
    5: Object.assign(new Error(code), { name: 7, message: { code }, stack: null }),
    13: { code, message: echo },
    21: undefined,
    29: new Proxy(cause, { get: unreadable, has: unreadable, getPrototypeOf: unreadable }),
  };
  if (variant in hardToRead) return hardToRead[variant];
  return handedOver[variant % 8]?.(cause, echo) ?? new TypeError('fetch failed', { cause });
}

/** How others than fetch hand an error over. */
const handedOver: Record<number, (cause: Error & { code: string }, echo: string) => Error> = {
  // undici, as it is.
  1: (cause) => cause,
  // Zapier's request, with node-fetch.
  2: ({ code }, echo) =>
    Object.assign(new Error(`request to https://sign.example.com/ failed, reason: ${code}${echo}`), {
      ...{ name: 'FetchError', type: 'system', errno: code, code },
    }),
  // n8n's request helper, with axios: it carries the request, and what it was configured with.
  3: ({ code, message }, echo) =>
    Object.assign(new Error(message), {
      ...{ name: 'AxiosError', code, config: { headers: { api_key: echo } }, request: { _header: echo } },
    }),
  // The error that n8n makes of it for its screen.
  4: (cause, echo) =>
    Object.assign(new Error('The service refused the connection'), {
      ...{ name: 'NodeApiError', httpCode: cause.code, description: echo, messages: [cause.message], cause },
    }),
};

function unreadable(): never {
  throw new Error('Nobody can read this.');
}
