import { type ErrorDetails, IinkedSignError } from './IinkedSignError.ts';

/** What could be made of an answer that was not the expected one. */
export type UnderstoodAnswer = {
  /** The package that the answer names. */
  packageId?: string;
  /** The videos that the answer names. */
  meetingVideoIds?: string[];
};

/**
 * The answer is not one that the API documents, is a redirect, or does not confirm what was asked: another package,
 * another video, more videos than the one, none.
 */
export class UnexpectedResponseError extends IinkedSignError {
  override readonly name = 'UnexpectedResponseError';

  /** The HTTP status; 0 where a browser hides it behind a redirect. */
  readonly status: number;

  /** What the answer says, as far as it could be understood. */
  readonly understood: UnderstoodAnswer;

  constructor(message: string, details: ErrorDetails & { status: number; understood?: UnderstoodAnswer }) {
    super(message, details);
    this.status = details.status;
    this.understood = details.understood ?? {};
  }
}
