import type { INodeProperties } from 'n8n-workflow';
import { switchOf } from './fields.ts';
import type { OperationInput } from './operation.ts';
import { shownIn } from './strays.ts';

/**
 * Makes the parameter Dry Run of operations that delete, on unless somebody switches it off.
 *
 * @param resource What the operations are on.
 * @param operation Those that delete.
 */
export function dryRunFields(resource: 'deletionPlan' | 'video', operation: string[]): INodeProperties[] {
  const show = { resource: [resource], operation };
  return [
    {
      displayName: 'Dry Run',
      name: 'dryRun',
      type: 'boolean',
      default: true,
      // With a list of options that has not its value, the editor puts it back when somebody chooses another operation.
      options: [],
      description: 'Whether to only show what would be deleted. Nothing is deleted until this is switched off.',
      displayOptions: shownIn(resource, operation),
    },
    {
      displayName: 'Dry Run is on: nothing is deleted. Switch it off to delete.',
      name: 'dryRunNotice',
      type: 'notice',
      default: '',
      displayOptions: { show: { ...show, dryRun: [true] } },
    },
  ];
}

/**
 * Whether a deletion is a dry run. Without a value it is: a lost choice deletes nothing.
 *
 * @throws {InvalidRequestError} when an expression yields neither true nor false.
 */
export function isDryRun({ context, itemIndex }: OperationInput): boolean {
  return switchOf('dryRun', context.getNodeParameter('dryRun', itemIndex, true));
}
