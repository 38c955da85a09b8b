/** What every error of this package tells, whatever its class. */
export type ErrorDetails = {
  /** See {@link IinkedSignError.mayHaveDeleted}. */
  mayHaveDeleted: boolean;
  /** What led to this error, without secrets. */
  cause?: unknown;
};

/**
 * The ancestor of every error that this package throws. Only an abort rejects with something else: the signal's reason.
 *
 * @example
 * ```ts
 * try {
 *   await client.videos.deleteAll({ packageId });
 * } catch (error) {
 *   if (error instanceof IinkedSignError && error.mayHaveDeleted) await client.videos.list({ packageId });
 * }
 * ```
 */
export class IinkedSignError extends Error {
  override readonly name: string = 'IinkedSignError';

  /** `false` when surely nothing was deleted, `true` when the request may have taken effect: list before going on. */
  readonly mayHaveDeleted: boolean;

  constructor(message: string, { mayHaveDeleted, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.mayHaveDeleted = mayHaveDeleted;
  }
}
