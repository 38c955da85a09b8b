// Each number is short: a pattern without limits takes seconds for a long text of digits.
const form = /^P(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;

/**
 * Reads the length of a video, such as `PT5M12S`.
 *
 * @returns Seconds, or `null` where it is not such a length.
 */
export function secondsOf(duration: unknown): number | null {
  const [text, ...amounts] = (typeof duration === 'string' ? form.exec(duration) : null) ?? [];
  if (text === undefined || text === 'P') return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = amounts.map((amount) => Number(amount ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
