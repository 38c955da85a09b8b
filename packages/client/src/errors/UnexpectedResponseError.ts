import { type ErrorDetails, IinkedSignError } from './IinkedSignError.ts';

/** What could be made of a response that was not the expected one. */
export type UnderstoodResponse = {
  /** The package that the response names. */
  packageId?: string;
  /** The videos that the response names. */
  meetingVideoIds?: string[];
};

/**
 * The response is not one that the API documents, is a redirect, or does not confirm what was asked: another package,
 * another video, more videos than the one, none.
 */
export class UnexpectedResponseError extends IinkedSignError {
  static override readonly kind: string = 'UnexpectedResponseError';
  override readonly name = 'UnexpectedResponseError';

  /** The HTTP status; 0 where a browser hides it behind a redirect. */
  readonly status: number;

  /** What the response says, as far as it could be understood. */
  readonly understood: UnderstoodResponse;

  constructor(message: string, details: ErrorDetails & { status: number; understood?: UnderstoodResponse }) {
    super(message, details);
    this.status = details.status;
    this.understood = details.understood ?? {};
  }
}
