import { validateHeaderName, validateHeaderValue } from 'node:http';
import { type OperationId, operationIds } from './contract.ts';
import { sentence } from './explain.ts';
import { checkOf } from './schemas.ts';

/** How the next requests fail. A request that fails before it is carried out changes nothing. */
export type Fault = {
  /** Only requests for this operation. Default: every request. */
  on?: OperationId;
  /** How many requests fail this way. Default 1. */
  times?: number;
  /** How long the response is held back, in milliseconds. */
  delayMs?: number;
  /** Respond with this status instead; the request is not carried out unless `carryOut` says so. */
  status?: number;
  /** The header `Retry-After`: seconds, or any string. */
  retryAfter?: number | string;
  /** More headers. */
  headers?: Record<string, string>;
  /** The body: a string as it is, anything else as JSON. */
  body?: unknown;
  /** Whether the request is carried out although the response is an error. Default `false`. */
  carryOut?: boolean;
  /** Break the connection before the request is carried out. */
  reset?: boolean;
  /** Carry the request out, then break the connection without a response. */
  resetAfter?: boolean;
  /** Carry the request out, and break the connection in the middle of the response. */
  truncate?: boolean;
  /** Carry the request out, and never end the response. */
  stall?: boolean;
};

/** Faults that wait for their requests. */
export type Faults = {
  /** @throws {InvalidFaultError} when the fault cannot be carried out. */
  add: (fault: unknown) => void;
  take: (operationId: OperationId | undefined) => Fault | undefined;
  clear: () => void;
};

/** Thrown when a fault is set that cannot be carried out; the message says why. */
export class InvalidFaultError extends TypeError {
  override readonly name = 'InvalidFaultError';
}

/** Keeps faults in order; each serves the next request that it is meant for, and is forgotten when it is spent. */
export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const valid = validFault(fault);
      waiting.push({ fault: valid, left: valid.times ?? 1 });
    },
    take(operationId) {
      const index = waiting.findIndex(({ fault }) => fault.on === undefined || fault.on === operationId);
      const next = waiting[index];
      if (!next) return undefined;
      next.left -= 1;
      if (next.left === 0) waiting.splice(index, 1);
      return next.fault;
    },
    clear: () => void waiting.splice(0),
  };
}

const flag = { type: 'boolean' };
const fields: Record<keyof Fault, object> = {
  on: { enum: operationIds },
  times: { type: 'integer', minimum: 1 },
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
};
const check = checkOf<Fault>({ type: 'object', additionalProperties: false, properties: fields });

function validFault(fault: unknown): Fault {
  // A copy: what is changed after it was checked is not served. JSON cannot hold what JSON cannot send.
  const copy = copyOf(fault);
  if (!check.accepts(copy)) throw new InvalidFaultError(sentence(check.problem(), 'The fault'));
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
