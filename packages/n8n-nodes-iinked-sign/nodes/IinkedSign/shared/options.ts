import { type CallOptions, InvalidRequestError } from 'iinked-sign';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Call } from './operation.ts';

/** The parameter Options, which every operation has. */
export const optionsField: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Batching',
      name: 'itemsAtOnce',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 50 },
      default: 1,
      description: 'How many items to work on at the same time. The output keeps the order of the input.',
    },
    {
      displayName: 'Timeout',
      name: 'timeout',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 30000,
      description: 'Time limit of one request in milliseconds, from sending to the last byte of the response',
    },
  ],
};

type Options = { itemsAtOnce?: unknown; timeout?: unknown };

/**
 * Reads how many items to work on at the same time, which is one setting for all items.
 *
 * @throws {InvalidRequestError} when it is not a whole number from 1 to 50.
 */
export function itemsAtOnceOf(context: IExecuteFunctions): number {
  const options: Options = context.getNodeParameter('options', 0, {});
  if (!('itemsAtOnce' in options)) return 1;
  const { itemsAtOnce } = options;
  if (typeof itemsAtOnce === 'number' && Number.isInteger(itemsAtOnce) && itemsAtOnce >= 1 && itemsAtOnce <= 50) {
    return itemsAtOnce;
  }
  throw new InvalidRequestError('itemsAtOnce', 'must be a whole number from 1 to 50');
}

/**
 * Reads the options of a call, which ends with the execution.
 *
 * @throws {InvalidRequestError} when the time limit is not a number.
 */
export function callOptions({ context, itemIndex }: Call): CallOptions {
  const options: Options = context.getNodeParameter('options', itemIndex, {});
  const signal = context.getExecutionCancelSignal();
  return { ...('timeout' in options && { timeoutMs: timeoutOf(options.timeout) }), ...(signal && { signal }) };
}

function timeoutOf(timeout: unknown): number {
  if (typeof timeout === 'number') return timeout;
  throw new InvalidRequestError('timeoutMs', 'must be a number of milliseconds');
}
