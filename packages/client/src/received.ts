import type { Effect } from './outcome.ts';
import type { Redact } from './redact.ts';

/** A response with its body, and what must be known of its call to judge it. */
export type Received = {
  status: number;
  headers: { get: (name: string) => string | null };
  /** A string; of an error, what its JSON says. */
  body: unknown;
  effect: Effect;
  earlierMayHaveLanded: boolean;
  redact: Redact;
  now: () => number;
};
