import type { INodeProperties } from 'n8n-workflow';
import { switchOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

const show = { resource: ['video'], operation: ['delete', 'deleteAll'] };

/** The parameter Dry Run of Delete and Delete All, on unless somebody switches it off. */
export const dryRunFields: INodeProperties[] = [
  {
    displayName: 'Dry Run',
    name: 'dryRun',
    type: 'boolean',
    default: true,
    description: 'Whether to only show what would be deleted. Nothing is deleted until this is switched off.',
    displayOptions: { show },
  },
  {
    displayName: 'Dry Run is on: nothing is deleted. Switch it off to delete.',
    name: 'dryRunNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { ...show, dryRun: [true] } },
  },
];

/**
 * Whether a deletion is a dry run. Without a value it is: a lost choice deletes nothing.
 *
 * @throws {InvalidRequestError} when an expression yields neither true nor false.
 */
export function isDryRun({ context, itemIndex }: OperationInput): boolean {
  return switchOf('dryRun', context.getNodeParameter('dryRun', itemIndex, true));
}
