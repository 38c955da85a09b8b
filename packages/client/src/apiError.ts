import { ApiError, type ApiErrorDetails } from './errors/ApiError.ts';
import { AuthenticationError } from './errors/AuthenticationError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import { PermissionDeniedError } from './errors/PermissionDeniedError.ts';
import { RateLimitError } from './errors/RateLimitError.ts';
import { ServerError } from './errors/ServerError.ts';
import { outcome } from './outcome.ts';
import type { Redact } from './redact.ts';
import { instantOfHttp } from './time.ts';
import type { Received } from './transport.ts';

type StatusMeaning = { class: typeof ApiError; advice: string };

const serverFailure: StatusMeaning = { class: ServerError, advice: "The problem is on the server's side." };
/** For statuses below 500 that a server or proxy may send after it passed the request on. */
const ambiguousFailure: StatusMeaning = { class: ApiError, advice: serverFailure.advice };
const otherFailure: StatusMeaning = { class: ApiError, advice: 'Check the request.' };

const errorByStatus: Record<number, StatusMeaning> = {
  401: { class: AuthenticationError, advice: 'Check the API key, and that it belongs to this server.' },
  403: { class: PermissionDeniedError, advice: 'Ask for the permission, or use another API key.' },
  404: {
    class: ApiError,
    advice:
      'It says nothing about a package or a video: check the server, and what stands between it and this program.',
  },
  408: ambiguousFailure,
  421: ambiguousFailure,
  425: ambiguousFailure,
  429: { class: RateLimitError, advice: 'Wait before calling again.' },
};

const notFound: StatusMeaning = { class: NotFoundError, advice: 'Check the ids.' };

/** What the API itself says when it does not know a thing, by its pattern `{type}_not_found`. */
const notFoundCode = /^(package|meeting_video|video|folder|team|member)_not_found$/;

/** Whether a status leaves open if the request was carried out. */
export function isAmbiguous(status: number): boolean {
  return status >= 500 || errorByStatus[status] === ambiguousFailure;
}

/** Makes the error that a response stands for. */
export function apiError(received: Received): ApiError {
  const { status, headers, body, effect, earlierMayHaveLanded, redact, now } = received;
  const code = fieldOf(body, 'error');
  // Another 404 is that of a proxy or of a wrong address: what it does not know may well be there.
  const isNotFound = status === 404 && typeof code === 'string' && notFoundCode.test(code);
  const meaning = isNotFound ? notFound : errorByStatus[status];
  const { class: ErrorClass, advice } = meaning ?? (status >= 500 ? serverFailure : otherFailure);
  const details: ApiErrorDetails = {
    status,
    code: text(code, redact),
    apiMessage: text(fieldOf(body, 'message'), redact),
    requestId: requestIdOf(headers, redact),
    retryAfterMs: retryAfterMs(headers.get('retry-after'), instantOfHttp(headers.get('date')) ?? now()),
    mayHaveDeleted: effect !== 'read' && (isAmbiguous(status) || earlierMayHaveLanded),
  };
  const said = details.code === undefined ? '' : ` (${details.code})`;
  const words = details.apiMessage === undefined ? '.' : `: ${details.apiMessage.replace(/[^.!?]$/, '$&.')}`;
  const consequence = outcome(effect, details.mayHaveDeleted);
  const more = status === 404 ? adviceWhenNotFound(received, isNotFound) : '';
  const who = status === 404 && !isNotFound ? 'The server' : 'The API';
  return new ErrorClass(`${who} responded with ${status}${said}${words} ${consequence} ${advice}${more}`, details);
}

function adviceWhenNotFound({ baseUrl, effect }: Received, isNotFound: boolean): string {
  if (!baseUrl.endsWith('/api/v1')) {
    return ` The base URL is ${baseUrl}, and those of the API end with /api/v1: check that nothing is missing.`;
  }
  if (!isNotFound) return ` The base URL is ${baseUrl}.`;
  return effect === 'delete' ? ' The video may already have been deleted.' : '';
}

/** The identifier of a request, where a header of its response has one. */
export function requestIdOf({ get }: Received['headers'], redact: Redact): string | undefined {
  return text(get('x-request-id') ?? get('request-id') ?? get('x-correlation-id'), redact);
}

/**
 * Reads a `Retry-After` header: seconds, or a date that lies ahead. Anything else counts as absent.
 *
 * @param now The time of the response: the server's own, where it says so.
 * @returns Milliseconds to wait.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Only the forms of HTTP, which all begin with a weekday: Date.parse would make a date of nearly anything.
  const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(text) ? Date.parse(text) : Number.NaN;
  return date > now ? date - now : undefined;
}

const longestText = 500;

// A proxy may respond with a whole page; nobody reads more than its beginning in an error.
function text(value: unknown, redact: Redact): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const clean = redact(value);
  return clean.length > longestText ? `${clean.slice(0, longestText)}...` : clean;
}

function fieldOf(body: unknown, name: 'error' | 'message'): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}
