import { type CallOptions, InvalidRequestError } from 'iinked-sign';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Call } from './operation.ts';

const timeout: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 30000,
  description: 'Time limit of one request in milliseconds, from sending to the last byte of the answer',
};

const batching: INodeProperties = {
  displayName: 'Batching',
  name: 'itemsAtOnce',
  type: 'number',
  typeOptions: { minValue: 1, maxValue: 50 },
  default: 1,
  description: 'How many items to work on at the same time. Their order in the output stays that of the input.',
};

/** The options that every operation has. */
export const callFields: INodeProperties[] = [batching, timeout];

type Options = { itemsAtOnce?: unknown; timeout?: unknown };

/**
 * Tells how many items to work on at the same time, as the node is set for all of them.
 *
 * @throws {InvalidRequestError} when it is not a whole number from 1 to 50.
 */
export function itemsAtOnce(context: IExecuteFunctions): number {
  const options: Options = context.getNodeParameter('options', 0, {});
  if (!('itemsAtOnce' in options)) return 1;
  const { itemsAtOnce: number } = options;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 50) return number;
  throw new InvalidRequestError('itemsAtOnce', 'must be a whole number from 1 to 50');
}

/** Reads the options of a call that ends with the execution. */
export function callOptions({ context, itemIndex }: Call): CallOptions {
  const options: Options = context.getNodeParameter('options', itemIndex, {});
  const signal = context.getExecutionCancelSignal();
  const limits = 'timeout' in options ? { timeoutMs: limitOf(options.timeout) } : {};
  return { ...limits, ...(signal && { signal }) };
}

function limitOf(timeout: unknown): number {
  if (typeof timeout === 'number') return timeout;
  throw new InvalidRequestError('timeoutMs', 'must be a number of milliseconds');
}
