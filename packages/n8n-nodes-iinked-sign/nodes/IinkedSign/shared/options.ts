import { type CallOptions, InvalidRequestError } from 'iinked-sign';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { collectionOf, numberOf } from './fields.ts';
import type { OperationInput } from './operation.ts';

const defaultTimeoutMs = 30000;

const timeout: INodeProperties = {
  displayName: 'Timeout',
  name: 'timeout',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: defaultTimeoutMs,
  description: 'Time limit of one request in milliseconds, from sending to the last byte of the response',
};

/** The parameter Options of the operations on packages and videos. */
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
    { ...timeout, description: `${timeout.description}. Download may take longer, as long as bytes arrive.` },
  ],
  displayOptions: { show: { resource: ['package', 'video'] } },
};

/** The parameter Options of an operation on plans: its own, and those that all of them have. */
export function planOptionsField(operation: string, own: INodeProperties[]): INodeProperties {
  const options: INodeProperties[] = [
    {
      displayName: 'At Once',
      name: 'atOnce',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: 50 },
      default: 4,
      description: 'How many requests may run at the same time',
    },
    ...own,
    timeout,
  ];
  return {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options,
    displayOptions: { show: { resource: ['deletionPlan'], operation: [operation] } },
  };
}

/** The fields of the parameter Options, of each operation. A field of another one does no harm. */
export const optionNames = ['timeout', 'itemsAtOnce', 'atOnce', 'stopAfterFailures'] as const;

function optionsOf(context: IExecuteFunctions, itemIndex: number): Record<string, unknown> {
  return collectionOf(context, 'options', itemIndex, optionNames);
}

/**
 * Reads how many items to work on at the same time, which is one setting for all items.
 *
 * @throws {InvalidRequestError} when it is not a whole number from 1 to 50.
 */
export function itemsAtOnceOf(context: IExecuteFunctions): number {
  const options = optionsOf(context, 0);
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
export function callOptions({ context, itemIndex }: OperationInput): CallOptions {
  const options = optionsOf(context, itemIndex);
  const signal = context.getExecutionCancelSignal();
  return {
    ...('timeout' in options && { timeoutMs: numberOf('timeoutMs', options.timeout) }),
    ...(signal && { signal }),
  };
}

/**
 * Reads the options of a call on a plan.
 *
 * @throws {InvalidRequestError} when one is not a number.
 */
export function planCallOptions(input: OperationInput): CallOptions & { atOnce?: number } {
  const options = optionsOf(input.context, input.itemIndex);
  return { ...callOptions(input), ...('atOnce' in options && { atOnce: numberOf('atOnce', options.atOnce) }) };
}

/**
 * Reads for how long a download may bring nothing, in milliseconds.
 *
 * @throws {InvalidRequestError} when it is not a number.
 */
export function idleMsOf(input: OperationInput): number {
  return callOptions(input).timeoutMs ?? defaultTimeoutMs;
}
