import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { given, isLeftEmpty, severalOf, switchOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The states of videos to choose from. */
export const stateOptions: INodePropertyOptions[] = [
  { name: 'Archived', value: 'archived' },
  { name: 'Deleted', value: 'deleted' },
  { name: 'Failed', value: 'failed' },
  { name: 'Queued', value: 'queued' },
  { name: 'Started', value: 'started' },
  { name: 'Stopped', value: 'stopped' },
];

const displayOptions = { show: { resource: ['video'], operation: ['getMany'] } };

/** The states by which Get Many finds videos. */
export const stateFilterFields: INodeProperties[] = [
  {
    displayName: 'Video States',
    name: 'states',
    type: 'multiOptions',
    options: stateOptions,
    default: [],
    description:
      'Only videos in these states. Archived videos are ready to be downloaded. Empty: every state but deleted.',
    displayOptions,
  },
  {
    displayName: 'Include Deleted',
    name: 'includeDeleted',
    type: 'boolean',
    default: false,
    description: 'Whether to also list videos that are deleted already',
    displayOptions,
  },
];

/**
 * Reads the states by which videos are found.
 *
 * @throws {InvalidRequestError} when an expression gives none.
 */
export function statesOf(input: OperationInput): { states?: string[] } {
  return isLeftEmpty(input, 'states') ? {} : { states: severalOf('states', given(input, 'states')) };
}

/** Whether deleted videos are found, too. */
export function includesDeleted(input: OperationInput): boolean {
  return switchOf('includeDeleted', given(input, 'includeDeleted'));
}
