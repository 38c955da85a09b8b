import type { OperationId } from './contract.ts';
import { createMask } from './secrets.ts';

/** A request as it was received. Keys and other secrets in headers, query and body are masked. */
export type ReceivedRequest = {
  operationId: OperationId | undefined;
  method: string;
  /** The path, without the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[]>;
  /** The body: parsed where it is JSON, else its text; `undefined` where there was none. */
  body: unknown;
  /** The status of the response; 0 where the connection was broken instead. */
  status: number;
};

/** The requests that an emulator remembers. */
export type Requests = {
  /** The last ones, in order. Always the same array. */
  all: ReceivedRequest[];
  add: (request: ReceivedRequest) => ReceivedRequest;
};

/**
 * Remembers requests without their secrets.
 *
 * @param max How many; older ones are forgotten.
 */
export function createRequests(apiKey: string, max: number): Requests {
  const all: ReceivedRequest[] = [];
  const mask = createMask(apiKey);
  return {
    all,
    add({ headers, query, body, ...request }) {
      const received = {
        ...request,
        query: mask.fields(query),
        headers: mask.fields(headers),
        body: mask.body(body),
      };
      all.push(received);
      if (all.length > max) all.shift();
      return received;
    },
  };
}
