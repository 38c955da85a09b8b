import { ApiError, InvalidRequestError, type VideoDeletion } from 'iinked-sign';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type Context, isCancelled } from './context.ts';
import { refusalOf } from './refusal.ts';

/** What went wrong with an item. */
export type Failure = { error: unknown; itemIndex: number };

/** The item that an error belongs to, what the node had deleted by then, and which items in progress failed as well. */
export type ErrorPlace = { itemIndex?: number; deleted?: VideoDeletion[]; others?: Failure[] };

/** Turns any error into one that n8n shows well: it says what was deleted and what to do next. */
export function nodeError(
  context: Context,
  error: unknown,
  { itemIndex, deleted = [], others = [] }: ErrorPlace = {},
): NodeApiError | NodeOperationError {
  const cause = error instanceof Error ? error : new Error(`${error}`);
  const { message, advice } = isCancelled(context) ? cancellation : wordsOf(cause);
  const node = context.getNode();
  const shown =
    cause instanceof ApiError
      ? new NodeApiError(node, { message }, { httpCode: `${cause.status}` })
      : new NodeOperationError(node, cause);
  // Set afterwards, because the constructors replace messages by n8n's own, or return the error that they are given.
  shown.message = message;
  shown.description =
    [advice, recordOf(deleted), ...others.map(alsoFailed)].filter((part) => part !== '').join(' ') || undefined;
  if (itemIndex !== undefined) shown.context.itemIndex = itemIndex;
  return shown;
}

const cancellation = {
  message: 'The execution was cancelled at this item.',
  advice: 'If its request was already sent, it may have taken effect: list the videos of the package to see.',
};

function wordsOf(error: Error): { message: string; advice: string } {
  return error instanceof InvalidRequestError ? refusalOf(error) : { message: error.message, advice: '' };
}

function alsoFailed({ error, itemIndex }: Failure): string {
  return `Item ${itemIndex} was in progress and failed as well: ${error instanceof Error ? error.message : error}`;
}

// When a node stops, n8n drops its output. This is then the only record of what its other items deleted.
function recordOf(deleted: VideoDeletion[]): string {
  const ids = deleted.flatMap(({ videos }) => videos.map(({ meetingVideoId }) => meetingVideoId));
  if (ids.length === 0) return '';
  return `Videos deleted so far (${ids.length}): ${ids.join(', ')}.`;
}
