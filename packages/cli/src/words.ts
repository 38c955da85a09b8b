import { instantOf } from 'iinked-sign';

/** "1 video", "2 videos", "12,000 videos". */
export function several(count: number, thing: string): string {
  const things = thing === 'person' ? 'people' : `${thing}s`;
  return `${count.toLocaleString('en')} ${count === 1 ? thing : things}`;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size, such as "4.4 MB". */
export function sizeInWords(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

/** A moment in a time zone, such as "30 November 2016 at 00:00 UTC". */
export function momentIn(timeZone: string, instant: string): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat('en-GB', style).format(new Date(instant))} ${timeZone}`;
}

/** A time to the minute, in UTC; as it is given where it cannot be read. */
export function timeInWords(time: string | null | undefined): string | null | undefined {
  const instant = instantOf(time);
  return instant === undefined ? time : new Date(instant).toISOString().replace(/^(.{10})T(.{5}).*$/, '$1 $2Z');
}
