import type { Beside, DateFault } from './program.ts';
import { yearMs } from './time.ts';

/** How a response is dated: what a reader can know by its headers, and the headers themselves. */
export type Stamp = { date: number | undefined; age: number | undefined; headers: Record<string, string> };

/**
 * Dates a response.
 *
 * @param now The time of the server; where it sends no `Date`, none.
 * @param agedMs How long ago a cache kept it; of a response of the server, none.
 */
export function stampOf(
  { now, sendsDate }: { now: number; sendsDate: boolean },
  beside: Beside | undefined,
  agedMs: number | undefined,
): Stamp {
  const isCopy = agedMs !== undefined && beside?.what === 'cache';
  const time = wholeSeconds(isCopy && beside.shows !== 'age' ? now - agedMs : now);
  const age = isCopy && beside.shows !== 'date' ? wholeSeconds(agedMs) / 1000 : undefined;
  const dated = sendsDate ? datedBy(time, beside?.what === 'date' ? beside.how : undefined) : {};
  const headers = {
    ...(dated.text !== undefined && { date: dated.text }),
    ...(age !== undefined && { age: String(age) }),
  };
  return { date: dated.time, age, headers };
}

function datedBy(time: number, fault: DateFault['how'] | undefined): { text?: string; time?: number } {
  const written = (at: number) => new Date(at).toUTCString();
  const later = time + 2 * yearMs;
  switch (fault) {
    case undefined:
      return { text: written(time), time };
    case 'ahead':
      return { text: written(later), time: later };
    case 'twice':
      return { text: `${written(time)}, ${written(time)}` };
    case 'twiceFarApart':
      return { text: `${written(later)}, ${written(time)}` };
    case 'unreadable':
      return { text: 'yesterday' };
    case 'none':
      return {};
  }
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
