import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type Target, targets } from './contract.ts';
import { sentence } from './explain.ts';
import { checkOf } from './schemas.ts';

/** How requests fail. A request that fails before it is carried out changes nothing. */
export type Fault = {
  /** Only requests for this operation, or for the file of a video (`downloadVideo`). Default: every request. */
  on?: Target;
  /** Only requests that name this package. Default: any. */
  packageId?: string;
  /** Only requests that name this video: its deletion and its download. Default: any. */
  meetingVideoId?: string;
  /** How many requests fail this way, or `always`, until the faults are cleared. Default 1. */
  times?: number | 'always';
  /** How long the request is held back before it is carried out, in milliseconds. Default 0. */
  delayMs?: number;
  /** Respond with this status instead; the request is not carried out unless `carryOut` says so. Default: its own. */
  status?: number;
  /** The header `Retry-After`: seconds, or any string. Default: none. */
  retryAfter?: number | string;
  /** More headers. Default: none. */
  headers?: Record<string, string>;
  /** The body: a string as it is, anything else as JSON. Default: its own, or an error with the code `emulator_fault`. */
  body?: unknown;
  /** Whether the request is carried out although the response is an error. Default `false`. */
  carryOut?: boolean;
  /** Break the connection before the request is carried out. Default `false`. */
  reset?: boolean;
  /** Carry the request out, then break the connection without a response. Default `false`. */
  resetAfter?: boolean;
  /** Carry the request out, and break the connection in the middle of the response. Default `false`. */
  truncate?: boolean;
  /** Carry the request out, and never end the response. Default `false`. */
  stall?: boolean;
  /** How fast the body arrives. Default: as fast as it is read. */
  bytesPerSecond?: number;
  /** What `Content-Length` says: less cuts the body, more breaks the connection after it. Default: its length. */
  contentLength?: number;
  /** How many bytes the file has, in place of the video's `size`. Only with `on: 'downloadVideo'`. Default: as many. */
  fileSize?: number;
};

/** What a request is for and what it names. */
export type Aim = { target: Target | undefined; packageId?: string | undefined; meetingVideoId?: string | undefined };

/** Faults that wait for their requests. */
export type Faults = {
  /** @throws {InvalidFaultError} when the fault cannot be carried out. */
  add: (fault: unknown) => void;
  /** How a request fails: as the next fault that is meant for it says, beside those that always do. */
  take: (aim: Aim) => Fault | undefined;
  clear: () => void;
};

/** Thrown when a fault is set that cannot be carried out; the message says why. */
export class InvalidFaultError extends TypeError {
  override readonly name = 'InvalidFaultError';
}

/** Keeps faults in order; each serves the requests that it is meant for, and is forgotten when it is spent. */
export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const valid = validFault(fault);
      waiting.push({ fault: valid, left: valid.times === 'always' ? Number.POSITIVE_INFINITY : (valid.times ?? 1) });
    },
    take(aim) {
      const fitting = waiting.filter(({ fault }) => isMeant(fault, aim));
      const standing = fitting.filter(({ left }) => left === Number.POSITIVE_INFINITY);
      const next = fitting.find(({ left }) => left !== Number.POSITIVE_INFINITY);
      if (next) {
        next.left -= 1;
        if (next.left === 0) waiting.splice(waiting.indexOf(next), 1);
      }
      const faults = [...standing, ...(next ? [next] : [])].map(({ fault }) => fault);
      return faults.length === 0 ? undefined : Object.assign({}, ...faults);
    },
    clear: () => void waiting.splice(0),
  };
}

function isMeant({ on, packageId, meetingVideoId }: Fault, aim: Aim): boolean {
  return (
    (on === undefined || on === aim.target) &&
    (packageId === undefined || packageId === aim.packageId) &&
    (meetingVideoId === undefined || meetingVideoId === aim.meetingVideoId)
  );
}

const flag = { type: 'boolean' };
const id = { type: 'string', minLength: 1 };
const bytes = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const fields: Record<keyof Fault, object> = {
  on: { enum: targets },
  packageId: id,
  meetingVideoId: id,
  times: { type: ['integer', 'string'], minimum: 1, pattern: '^always$' },
  delayMs: { type: 'number', minimum: 0, maximum: 2 ** 31 - 1 },
  status: { type: 'integer', minimum: 200, maximum: 599 },
  retryAfter: { type: ['number', 'string'] },
  headers: { type: 'object', additionalProperties: { type: 'string' } },
  body: {},
  carryOut: flag,
  reset: flag,
  resetAfter: flag,
  truncate: flag,
  stall: flag,
  bytesPerSecond: { ...bytes, minimum: 1 },
  contentLength: bytes,
  fileSize: bytes,
};
const check = checkOf<Fault>({ type: 'object', additionalProperties: false, properties: fields });

function validFault(fault: unknown): Fault {
  // A copy: what is changed after it was checked is not served. JSON cannot hold what JSON cannot send.
  const copy = copyOf(fault);
  if (!check.accepts(copy)) throw new InvalidFaultError(sentence(check.problem(), 'The fault'));
  if (copy.fileSize !== undefined && copy.on !== 'downloadVideo') {
    throw new InvalidFaultError('fileSize needs on: "downloadVideo".');
  }
  const headers = { ...copy.headers, 'retry-after': String(copy.retryAfter ?? '') };
  for (const [name, value] of Object.entries(headers)) validateHeader(name, value);
  return copy;
}

function copyOf(fault: unknown): unknown {
  try {
    const text: string | undefined = JSON.stringify(fault, finite);
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    throw new InvalidFaultError(`The fault must be JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

function finite(name: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new InvalidFaultError(`${name} must be a finite number, got ${value}.`);
}

const ownHeaders = /^(content-length|transfer-encoding|connection|content-security-policy|x-content-type-options)$/i;

function validateHeader(name: string, value: string): void {
  if (ownHeaders.test(name)) throw new InvalidFaultError(`headers.${name} is set by the emulator itself.`);
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new InvalidFaultError(`headers.${name} is not a header that HTTP allows.`);
  }
}
