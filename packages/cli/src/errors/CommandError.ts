/** Something that the person who typed the command can put right: its message says what happened, and what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}
