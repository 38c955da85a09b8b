/** One small fault in a source file: in which one, and what stands there in place of what. */
export type PlantedFault = { file: string; right: string; wrong: string };

/**
 * Puts a fault into the text of its file.
 *
 * @throws {Error} when the file no longer has what the fault replaces, or has it more than once.
 */
export function withFault(text: string, { file, right, wrong }: PlantedFault): string {
  const found = text.split(right).length - 1;
  if (found !== 1)
    throw new Error(`${file} has the text of this fault ${found} times, and must have it once: ${right}`);
  return text.replace(right, () => wrong);
}
