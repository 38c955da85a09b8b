import { ApiError, InvalidRequestError, UnexpectedResponseError } from 'iinked-sign';
import {
  type IExecuteFunctions,
  type ILoadOptionsFunctions,
  type INodeParameters,
  type IPollFunctions,
  NodeApiError,
  NodeOperationError,
} from 'n8n-workflow';
import { unusableValue } from './unusableValue.ts';

/** What a node gets from n8n when it runs, when its lists are filled, and when a trigger polls. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What went wrong with an item. */
export type FailedItem = { error: unknown; itemIndex: number };

/** Where an error happened, and what the node had done by then. */
export type ErrorPlace = {
  itemIndex?: number;
  /** The server, as the credential names it. */
  server?: string;
  /** The ids of the videos that were deleted. */
  deleted?: readonly string[];
  /** The items in progress that failed as well. */
  others?: readonly FailedItem[];
};

/** Turns any error into one that n8n shows well: it says what was deleted and what to do next. */
export function nodeError(
  context: Context,
  error: unknown,
  { itemIndex, server = '', deleted = [], others = [] }: ErrorPlace = {},
): NodeApiError | NodeOperationError {
  const cause = error instanceof Error ? error : new Error(`${error}`);
  const node = context.getNode();
  const { message, advice } = isCancelled(context) ? cancellation : wordsOf(cause, server, node.parameters);
  const shown =
    cause instanceof ApiError
      ? new NodeApiError(node, { message }, { httpCode: `${cause.status}` })
      : new NodeOperationError(node, cause);
  // Set afterwards, because the constructors replace messages by n8n's own, or return the error that they are given.
  shown.message = deleted.length > 0 ? ofThisItem(message) : message;
  shown.description =
    [advice, recordOf(deleted), alsoFailed(others)].filter((part) => part !== '').join(' ') || undefined;
  if (itemIndex !== undefined) shown.context.itemIndex = itemIndex;
  return shown;
}

/** Whether the execution was cancelled. */
export function isCancelled(context: Context): boolean {
  return 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;
}

const cancellation = {
  message: 'The execution was cancelled at this item.',
  advice: 'If its request was already sent, it may have taken effect: list the videos of the package to see.',
};

function wordsOf(error: Error, server: string, written: INodeParameters): { message: string; advice: string } {
  if (error instanceof InvalidRequestError) return unusableValue(error, written);
  if (error.name === 'ExpressionError')
    return {
      message: `${error.message.replace(/\.?$/, '.')} For this item nothing was sent and nothing was deleted.`,
      advice: '',
    };
  return { message: error.message, advice: isFromElsewhere(error) ? adviceOn(server) : '' };
}

/** What is true of an item is not true of a node that has deleted for other items. */
function ofThisItem(message: string): string {
  return message.replace(
    /(^| )Nothing was (sent and nothing was )?deleted\./g,
    '$1For this item nothing was $2deleted.',
  );
}

/** Whether an error looks as if something else than the API had responded. */
function isFromElsewhere(error: Error): boolean {
  return error instanceof UnexpectedResponseError || (error instanceof ApiError && error.status === 405);
}

function adviceOn(server: string): string {
  if (!/^https?:/.test(server) || server.endsWith('/api/v1')) return '';
  return `The 'Base URL' in the credential is ${server}. The addresses of the API end with /api/v1: check that nothing is missing.`;
}

// n8n stores and shows a description as a whole, so that of a thousand items says how many, and names the first.
const recordLength = 900;
const othersLength = 600;

/** When a node stops, n8n drops its output. This is then the only record of what its other items deleted. */
function recordOf(deleted: readonly string[]): string {
  if (deleted.length === 0) return '';
  return `Videos deleted so far (${deleted.length}): ${listed(deleted, ', ', recordLength)}.`;
}

function alsoFailed(others: readonly FailedItem[]): string {
  const problems = others.map(({ error, itemIndex }) => {
    const { message } = error instanceof InvalidRequestError ? unusableValue(error) : messageOf(error);
    return `Item ${itemIndex} was in progress and failed as well: ${cut(message, othersLength)}`;
  });
  return listed(problems, ' ', othersLength);
}

function messageOf(error: unknown): { message: string } {
  return error instanceof Error ? error : { message: `${error}` };
}

/** Joins parts as long as there is room, and counts the others. */
function listed(parts: readonly string[], separator: string, room: number): string {
  let text = '';
  for (const [at, part] of parts.entries()) {
    const next = at === 0 ? cut(part, room) : `${text}${separator}${part}`;
    if (next.length > room) return `${text}${separator}and ${parts.length - at} more`;
    text = next;
  }
  return text;
}

function cut(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text;
}
