/** What a call does to the videos. */
export type Effect = 'read' | 'delete' | 'deleteAll';

/** Says what became of the videos when a call did not end well. */
export function outcome(effect: Effect, mayHaveDeleted: boolean): string {
  if (effect === 'read') return 'This was a read-only call; nothing was deleted.';
  if (!mayHaveDeleted) return 'This call deleted nothing.';
  return effect === 'delete'
    ? 'The video may have been deleted: list the videos of the package to see.'
    : 'Some or all videos of the package may have been deleted: list them to see. Do not retry blindly.';
}
