import type { OperationId } from './contract.ts';

/** How the next requests fail. A request that fails before it is carried out changes nothing. */
export type Fault = {
  /** Only requests for this operation; without it, requests for every one. */
  on?: OperationId;
  /** How many requests fail so. Default 1. */
  times?: number;
  /** How long the answer is held back, in milliseconds. */
  delayMs?: number;
  /** Answer with this status instead; the request is not carried out unless `carryOut` says so. */
  status?: number;
  /** The header `Retry-After`: seconds, or any text. */
  retryAfter?: number | string;
  /** More headers. */
  headers?: Record<string, string>;
  /** The body: a text as it is, anything else as JSON. */
  body?: unknown;
  /** Whether the request is carried out although an error is answered. Default `false`. */
  carryOut?: boolean;
  /** Break the connection before the request is carried out. */
  reset?: boolean;
  /** Carry the request out, then break the connection without an answer. */
  resetAfter?: boolean;
  /** Carry the request out, and break the connection in the middle of the answer. */
  truncate?: boolean;
  /** Carry the request out, and never end the answer. */
  stall?: boolean;
};

/** Faults that wait for their requests. */
export type Faults = { add: (fault: Fault) => void; take: (operationId: OperationId | undefined) => Fault | undefined };

/** Keeps faults in order; each serves the next request that it is meant for. */
export function createFaults(): Faults {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    take(operationId) {
      const next = waiting.find(({ fault, left }) => left > 0 && (fault.on === undefined || fault.on === operationId));
      if (next) next.left -= 1;
      return next?.fault;
    },
  };
}
