import type { Body } from './body.ts';
import type { Target } from './contract.ts';
import { type Mask, masked } from './secrets.ts';

/** A request as it was received. Keys and other secrets in headers, path, query and body are masked. */
export type ReceivedRequest = {
  /** What it was for: an operation, or the file of a video (`downloadVideo`). */
  operationId: Target | undefined;
  /** The world of its key; `undefined` for the first one, and for a key that is wrong. */
  world: string | undefined;
  method: string;
  /** The path, without the query. */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[]>;
  /** The body: parsed where it is JSON, else its text; `undefined` where there was none. Of more than 4 KiB only the beginning, as text. */
  body: unknown;
  /** The status of the response; 0 where the connection was broken instead. */
  status: number;
};

/** A request before its secrets are masked. */
export type UnmaskedRequest = Pick<ReceivedRequest, 'operationId' | 'world' | 'method' | 'path'> & {
  query: URLSearchParams;
  headers: NodeJS.Dict<string | string[]>;
  body: Body;
};

/** The requests that an emulator remembers. */
export type Requests = {
  /** The last ones, in order. Always the same array. */
  all: ReceivedRequest[];
  /** Records a request, whose status is not known yet. */
  add: (request: UnmaskedRequest) => ReceivedRequest;
  clear: () => void;
};

// Of a longer body, its beginning is kept as text.
const mostOfBody = 4096;
// In bytes, roughly: what a request may take on average.
const average = 2048;

/**
 * Remembers requests without their secrets.
 *
 * @param max How many; older ones are forgotten, and sooner where they are large.
 */
export function createRequests(mask: Mask, max: number): Requests {
  const all: ReceivedRequest[] = [];
  const weights: number[] = [];
  const most = Math.max(1024 * 1024, max * average);
  let weight = 0;

  function forget(): void {
    all.shift();
    weight -= weights.shift() ?? 0;
  }

  return {
    all,
    add({ path, query, headers, body, ...request }) {
      mask.learn(headers);
      const kept = recorded(body, mask);
      const received = {
        ...request,
        path: mask.text(path),
        query: mask.query(query),
        headers: mask.headers(headers),
        body: kept.value,
        status: 0,
      };
      const own = kept.weight + path.length + String(query).length + JSON.stringify(received.headers).length;
      all.push(received);
      weights.push(own);
      weight += own;
      while (all.length > 1 && (all.length > max || weight > most)) forget();
      return received;
    },
    clear() {
      all.length = 0;
      weights.length = 0;
      weight = 0;
    },
  };
}

/** A body without its secrets, and how much memory it takes. */
function recorded(body: Body, mask: Mask): { value: unknown; weight: number } {
  if (body === undefined) return { value: undefined, weight: 0 };
  if (body.text.length > mostOfBody) {
    // A copy of the bytes: a part of a string would keep all of it in memory.
    const beginning = Buffer.from(mask.text(body.text)).subarray(0, mostOfBody).toString();
    return { value: `${beginning}… (${body.text.length} characters)`, weight: 2 * mostOfBody };
  }
  if (!('json' in body)) return { value: mask.text(body.text), weight: 2 * body.text.length };
  return copied(body.json, mask);
}

/** A JSON value without its secrets. */
function copied(json: unknown, mask: Mask): { value: unknown; weight: number } {
  let weight = 0;
  const copy = (value: unknown): unknown => {
    weight += typeof value === 'string' ? 2 * value.length + 16 : 64;
    if (typeof value === 'string') return mask.text(value);
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [mask.text(name), mask.isSecretName(name) ? masked : copy(each)]),
    );
  };
  return { value: copy(json), weight };
}
