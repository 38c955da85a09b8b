import { error } from './answers.ts';
import type { Fault } from './faults.ts';

/** Refuses what goes beyond so many requests in a second, and says when to come again. */
export function createRateLimit(perSecond: number, now: () => number): () => Fault | undefined {
  const answered: number[] = [];
  return () => {
    const moment = now();
    while ((answered[0] ?? moment) <= moment - 1000) answered.shift();
    const [first = moment] = answered;
    if (answered.length < perSecond) {
      answered.push(moment);
      return undefined;
    }
    const { status, body } = error(429, 'too_many_requests', `More than ${perSecond} requests came within a second.`);
    return { status, body, retryAfter: Math.ceil((first + 1000 - moment) / 1000) };
  };
}
