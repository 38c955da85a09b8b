import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { must } from '../../fields.ts';
import { instantOf } from '../../time.ts';

/** Shows times in one zone. What is no time is `undefined`. */
export type Zone = {
  name: string;
  /** Such as `2016-11-30 19:00`. */
  short: (time: string | null) => string | undefined;
  /** Such as `30 November 2016, 19:00`. */
  long: (time: string | null) => string | undefined;
  /** ISO 8601 with the offset, such as `2016-11-30T19:00:00.000-05:00`. */
  iso: (time: string | null) => string | undefined;
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * A time zone by its name.
 *
 * @throws {InvalidRequestError} when this machine knows no zone of that name.
 */
export function zoneOf(timeZone: unknown): Zone {
  must(typeof timeZone === 'string', 'timeZone', 'a string', timeZone);
  const format = formatOf(timeZone);
  function fieldsAt(time: string | null): Fields | undefined {
    const instant = instantOf(time);
    if (instant === undefined) return undefined;
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
    return { instant, year, month, day, hour, minute, second };
  }
  const as = (write: (fields: Fields) => string) => (time: string | null) => {
    const fields = fieldsAt(time);
    return fields && write(fields);
  };
  return {
    name: timeZone,
    short: as(({ year, month, day, hour, minute }) => `${year}-${month}-${day} ${hour}:${minute}`),
    long: as(({ year, month, day, hour, minute }) => {
      return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${hour}:${minute}`;
    }),
    iso: as(({ instant, year, month, day, hour, minute, second }) => {
      const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
      const milliseconds = instant % 1000;
      const offset = (Date.parse(`${local}Z`) + milliseconds - instant) / 60_000;
      return `${local}.${String(milliseconds).padStart(3, '0')}${offsetOf(offset)}`;
    }),
  };
}

type Fields = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> & { instant: number };

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
  } catch {
    throw new InvalidRequestError('timeZone', "must be a time zone that this machine knows, such as 'America/Toronto'");
  }
}

function offsetOf(minutes: number): string {
  const [size, sign] = [Math.abs(minutes), minutes < 0 ? '-' : '+'];
  const two = (value: number) => String(value).padStart(2, '0');
  return `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
