import { type Hold, InvalidRequestError } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import { severalOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The parameter Holds of Create and Apply. */
export const holdsField: INodeProperties = {
  displayName: 'Holds',
  name: 'hold',
  type: 'collection',
  placeholder: 'Add Hold',
  default: {},
  description: 'Packages and videos that must be kept, such as those under a legal hold',
  options: [
    {
      displayName: 'Package IDs',
      name: 'packageIds',
      type: 'string',
      default: '',
      placeholder: 'e.g. c603079c-2dc7-4af7-8c2e-dc992662621c',
      description: 'Packages to keep, separated by commas. An expression may give an array.',
    },
    {
      displayName: 'Video IDs',
      name: 'meetingVideoIds',
      type: 'string',
      default: '',
      placeholder: 'e.g. 4c512b8a-c1ad-47da-ae22-5a61115505e3',
      description: 'Videos to keep, separated by commas. An expression may give an array.',
    },
  ],
  displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'create'] } },
};

/**
 * Reads what must be kept.
 *
 * @throws {InvalidRequestError} when a hold has no value: one that got lost must not delete.
 */
export function holdOf({ context, itemIndex }: OperationInput): Hold {
  const given: unknown = context.getNodeParameter('hold', itemIndex, {});
  if (typeof given !== 'object' || given === null) throw new InvalidRequestError('hold', 'must be holds');
  return {
    ...('packageIds' in given && { packageIds: severalOf('packageIds', given.packageIds) }),
    ...('meetingVideoIds' in given && { meetingVideoIds: severalOf('meetingVideoIds', given.meetingVideoIds) }),
  };
}
