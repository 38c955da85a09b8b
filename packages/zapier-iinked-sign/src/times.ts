import { instantOf } from 'iinked-sign';

/** Times of the API as people in one zone read them. */
export type Times = {
  /** A time to the minute with its zone, as in `2026-11-02 10:00 UTC`. */
  minute: (time: unknown) => string | undefined;
  /** The day of a time, as in `2026-11-02`. */
  day: (time: unknown) => string | undefined;
};

/**
 * Reads times in the zone of the account.
 *
 * @param timeZone As Zapier names it, such as `America/New_York`. Without one that is known, times are in UTC.
 */
export function timesIn(timeZone: string | null | undefined): Times {
  const format = formatIn(zoneOf(timeZone));
  function partsOf(time: unknown): Partial<Record<Intl.DateTimeFormatPartTypes, string>> | undefined {
    const instant = instantOf(time);
    if (instant === undefined) return undefined;
    return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  }
  function day(time: unknown): string | undefined {
    const parts = partsOf(time);
    return parts && `${parts.year}-${parts.month}-${parts.day}`;
  }
  function minute(time: unknown): string | undefined {
    const parts = partsOf(time);
    return parts && `${day(time)} ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
  }
  return { minute, day };
}

/** The zone of the account where it is a known one, otherwise UTC. */
export function zoneOf(timeZone: string | null | undefined): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: timeZone || 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-US', { ...parts, hourCycle: 'h23', timeZoneName: 'short', timeZone });
}
