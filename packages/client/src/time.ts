const form = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

// .NET writes 0001-01-01 where there is no date; nothing was recorded in the last century.
const earliest = Date.UTC(2000, 0);

/**
 * Reads a time of the API: RFC 3339, with a zone. It is the one definition by which videos are judged, sorted and shown.
 *
 * @param text What the API gives, such as `timeCreated`.
 * @returns Milliseconds since 1970, or nothing where the text is no such time, has no zone, or lies before 2000.
 * @example
 * ```ts
 * videos.sort((one, other) => (instantOf(one.timeCreated) ?? 0) - (instantOf(other.timeCreated) ?? 0));
 * ```
 */
export function instantOf(text: unknown): number | undefined {
  const [, day, time, decimals = '', sign, hours = '', minutes = ''] =
    (typeof text === 'string' ? form.exec(text) : null) ?? [];
  if (day === undefined) return undefined;
  const local = Date.parse(`${day}T${time}Z`);
  // Where a day or an hour does not exist, Date.parse counts on.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(`${day}T${time}`)) return undefined;
  const milliseconds = Number(decimals.slice(0, 3).padEnd(3, '0'));
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  const instant = local + milliseconds + (sign === '-' ? offset : -offset);
  return instant >= earliest ? instant : undefined;
}

/** The last `Date` that was read: responses of the same second have the same one, and reading one is slow. */
let last: { text: string | null; instant: number | undefined } = { text: null, instant: undefined };

/**
 * Reads the time of a `Date` header, which has one form.
 *
 * @returns Milliseconds since 1970, or nothing where the text is anything else: two times, for example.
 */
export function instantOfHttp(text: string | null): number | undefined {
  if (text !== last.text) last = { text, instant: readHttp(text) };
  return last.instant;
}

function readHttp(text: string | null): number | undefined {
  const instant = Date.parse(text ?? '');
  return !Number.isNaN(instant) && new Date(instant).toUTCString() === text ? instant : undefined;
}
