import { dayMs } from './time.ts';

/** How old something must be, by the calendar. */
export type Age = { years?: number; months?: number; days?: number; since?: 'created' | 'executed' };

/** 00:00 UTC of the day that lies so many years and months, then days, before a day: found by looking for one that exists. */
export function cutoffOn(today: number, { years = 0, months = 0, days = 0 }: Age): number {
  const [year = 0, month = 0, day = 0] = new Date(today).toISOString().slice(0, 10).split('-').map(Number);
  const back = (year - years) * 12 + month - 1 - months;
  for (let candidate = day; candidate > 0; candidate--) {
    const parts = [Math.floor(back / 12), (back % 12) + 1, candidate];
    const date = parts.map((part, place) => String(part).padStart(place === 0 ? 4 : 2, '0')).join('-');
    const midnight = Date.parse(`${date}T00:00:00Z`);
    const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
    if (exists) return midnight - days * dayMs;
  }
  throw new Error('No month has no day.');
}
