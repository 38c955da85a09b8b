import type { VideoDeletion } from 'iinked-sign';
import { type IDataObject, type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';
import { idOf } from '../locators.ts';
import type { Operation } from '../operation.ts';
import { callFields, callOptions } from '../options.ts';
import { isDryRun } from './dryRun.ts';

const displayOptions = { show: { resource: ['video'], operation: ['deleteAll'] } };

/** The parameters of Delete All. */
export const deleteAllFields: INodeProperties[] = [
  {
    displayName:
      'Every video of the package is deleted, and there is no way to bring one back. Download first what is still needed.',
    name: 'deleteAllNotice',
    type: 'notice',
    default: '',
    displayOptions: { show: { ...displayOptions.show, dryRun: [false] } },
  },
  {
    displayName: 'Allow Deleting All Videos',
    name: 'allowDeleteAll',
    type: 'boolean',
    required: true,
    noDataExpression: true,
    default: false,
    description:
      'Whether this node may delete every video of a package. Only a person can switch it on, neither an expression nor an AI agent.',
    displayOptions,
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: callFields,
    displayOptions,
  },
];

/** Deletes every video of a package, where a person has allowed it, or tells what that would be. */
export const deleteAllVideos: Operation = async (call) => {
  const { context, client, itemIndex } = call;
  const packageId = idOf(context, 'packageId', itemIndex);
  if (isDryRun(call)) {
    const preview = await client.videos.deleteAll({ packageId }, { ...callOptions(call), dryRun: true });
    return { items: [{ deleted: false, wouldDelete: preview.videos.length > 0, ...summary(preview) }] };
  }
  assertAllowed(context, itemIndex);
  const deletion = await client.videos.deleteAll({ packageId }, callOptions(call));
  return { deletion, items: [{ deleted: true, ...summary(deletion) }] };
};

function assertAllowed(context: IExecuteFunctions, itemIndex: number): void {
  // The raw value: whatever an expression, and so an AI agent, puts there is a text and not the switch.
  if (context.getNodeParameter('allowDeleteAll', itemIndex, false, { rawExpressions: true }) === true) return;
  throw new NodeOperationError(
    context.getNode(),
    "This node is not allowed to delete all videos. Nothing was sent and nothing was deleted. Switch on 'Allow Deleting All Videos' by hand if every video of the package is to go.",
    { itemIndex },
  );
}

function summary({ packageId, videos }: VideoDeletion): IDataObject {
  return {
    packageId,
    deletedCount: videos.length,
    deletedBytes: videos.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
    videos,
  };
}
