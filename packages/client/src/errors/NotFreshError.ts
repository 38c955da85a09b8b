/** Why a response decides nothing: nobody can tell its time, or it comes from a cache. */
export type NotFreshReason = 'clock' | 'stale';

/** What to do about a response that decides nothing. */
export const notFreshWords: Record<NotFreshReason, string> = {
  clock:
    "The response must have exactly one Date header, at most an hour from this machine's clock: otherwise no age is certain. Set the clock; let a mock send `date: new Date().toUTCString()`.",
  stale:
    "The response is older than the server's time: it comes from a cache on the way. Let no cache respond for the API. If this machine's clock was set meanwhile, start the program again.",
};

/** A response decides nothing about a deletion. It never leaves this package: each call says so in an error of its own. */
export class NotFreshError extends Error {
  override readonly name = 'NotFreshError';
  readonly reason: NotFreshReason;

  constructor(reason: NotFreshReason) {
    super(notFreshWords[reason]);
    this.reason = reason;
  }
}
