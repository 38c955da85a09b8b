import { error } from './errors.ts';
import type { Fault } from './faults.ts';

// The real clock, also where a test replaces the global one.
const now = performance.now.bind(performance);

/** Refuses what goes beyond so many requests in a second, and says when to retry. */
export function createRateLimit(perSecond: number): () => Fault | undefined {
  const served: number[] = [];
  return () => {
    const moment = now();
    while ((served[0] ?? moment) <= moment - 1000) served.shift();
    const [first = moment] = served;
    if (served.length < perSecond) {
      served.push(moment);
      return undefined;
    }
    const { status, body } = error(429, 'too_many_requests', `More than ${perSecond} requests came within a second.`);
    return { status, body, retryAfter: Math.ceil((first + 1000 - moment) / 1000) };
  };
}
