/**
 * Reads a `Retry-After` header: seconds, or a date that lies ahead. Anything else counts as absent.
 *
 * @returns Milliseconds to wait.
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  // Only the forms of HTTP, which all begin with a weekday: Date.parse would make a date of nearly anything.
  const date = /^(mon|tue|wed|thu|fri|sat|sun)/i.test(header) ? Date.parse(header) : Number.NaN;
  return date > now ? date - now : undefined;
}
