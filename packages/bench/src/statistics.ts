/** A figure and its noise: the median of the rounds, and the quartiles around it. */
export type Figure = { median: number; low: number; high: number };

/** Sums the figures of rounds up. */
export function figureOf(rounds: readonly number[]): Figure {
  const sorted = rounds.toSorted((one, other) => one - other);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place % 1);
}

/** The rounds of one as ratios to the rounds of another, round by round. */
export function ratios(of: readonly number[], to: readonly number[]): number[] {
  return of.map((value, round) => value / (to[round] ?? Number.NaN));
}

/** A value in words, with as many digits more as it takes to tell it from a limit that it misses or meets by a hair. */
export function besideLimit(value: number, limit: number, digits: number): string {
  let shown = digits;
  while (shown < digits + 3 && value !== limit && Number(value.toFixed(shown)) === limit) shown += 1;
  return value.toFixed(shown);
}
