/**
 * The known word that somebody most likely meant: one that differs from what they wrote by two letters at most, and by a
 * quarter of its length. Lower and upper case count as the same letter.
 *
 * @returns Nothing where the word is known, in whatever case, or is like none that is.
 */
export function meantBy(written: string, known: readonly string[]): string | undefined {
  const distances = known.map((word) => ({ word, distance: distance(written.toLowerCase(), word.toLowerCase()) }));
  const [closest] = distances.sort((one, other) => one.distance - other.distance);
  const most = Math.min(2, Math.floor(written.length / 4));
  return closest && closest.distance > 0 && closest.distance <= most ? closest.word : undefined;
}

/** How many letters have to be added, left out or replaced to make one word of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, wanted] of [...other].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === wanted ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
