/** Thrown when there is nothing to verify with; the message says what to do. */
export class CannotVerifyError extends Error {
  override readonly name = 'CannotVerifyError';
}
