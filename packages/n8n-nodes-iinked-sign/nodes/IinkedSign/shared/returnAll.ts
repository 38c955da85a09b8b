import { InvalidRequestError } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import type { OperationInput } from './operation.ts';

/** The parameters Return All and Limit of a resource's Get Many. */
export function manyFields(resource: 'package' | 'video'): INodeProperties[] {
  const show = { resource: [resource], operation: ['getMany'] };
  return [
    {
      displayName: 'Return All',
      name: 'returnAll',
      type: 'boolean',
      default: false,
      description: 'Whether to return all results or only up to a given limit',
      displayOptions: { show },
    },
    {
      displayName: 'Limit',
      name: 'limit',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 50,
      description: 'Max number of results to return',
      displayOptions: { show: { ...show, returnAll: [false] } },
    },
  ];
}

/**
 * Reads how many results to return.
 *
 * @throws {InvalidRequestError} when the limit is not a whole number of 1 or more.
 */
export function limitOf({ context, itemIndex }: OperationInput): number {
  if (context.getNodeParameter('returnAll', itemIndex, false) === true) return Number.POSITIVE_INFINITY;
  const limit: unknown = context.getNodeParameter('limit', itemIndex, 50);
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidRequestError('limit', 'must be a whole number, 1 or more');
}

/** Tells that there is more than the limit allows, where that is so. */
export function limitHint(things: string, limit: number, found: number): string[] {
  if (found <= limit) return [];
  return [`There are more ${things} than the Limit of ${limit}. Raise it, or switch on Return All.`];
}
