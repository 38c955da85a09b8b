import type { VideoDeletion } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isUsedByAgent } from '../../shared/agent.ts';
import { isDryRun } from '../../shared/dryRun.ts';
import { idOf } from '../../shared/locators.ts';
import type { Operation, OperationInput } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { type Refusal, refused } from '../../shared/refusal.ts';
import { withoutLinks } from './includeLinks.ts';

const displayOptions = { show: { resource: ['video'], operation: ['deleteAll'] } };

/** The parameters of Delete All. */
export const deleteAllFields: INodeProperties[] = [
  {
    displayName:
      'Every video of the package is deleted, and there is no way to bring one back. First download what you still need.',
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
];

/** Deletes every video of a package, where a person has allowed it, or shows which ones it would delete. */
export const deleteAllVideos: Operation = async (input) => {
  const { context, client, server, itemIndex } = input;
  if (isUsedByAgent(context)) throw refused(input, byAgent);
  const packageId = idOf(context, 'packageId', itemIndex);
  if (isDryRun(input)) {
    const preview = await client.videos.deleteAll({ packageId }, { ...callOptions(input), dryRun: true });
    return { items: [{ deleted: false, wouldDelete: preview.videos.length > 0, server, ...summary(preview) }] };
  }
  assertAllowed(input);
  const deletion = await client.videos.deleteAll({ packageId }, callOptions(input));
  const settledByList = deletion.settledByList === true;
  return { deleted: deletion.videos, items: [{ deleted: true, settledByList, server, ...summary(deletion) }] };
};

const byAgent: Refusal = {
  reason: 'Delete All is not available to AI agents.',
  advice: "Use the operation 'Delete', which deletes the one video that is named.",
};
const notAllowed: Refusal = {
  reason: 'This node is not allowed to delete all videos.',
  advice: "Switch on 'Allow Deleting All Videos' by hand if every video of the package is to go.",
};
const retriesOnFail: Refusal = {
  reason:
    "Delete All does not run with 'Retry On Fail': another try would also delete recordings that were added since the first one.",
  advice: "Switch off 'Retry On Fail' in the settings of this node.",
};
const retriedExecution: Refusal = {
  reason:
    'Delete All does not run in the retry of an execution: it would also delete recordings that were added since the first run.',
  advice: 'Run the workflow again instead.',
};

/**
 * Refuses what would delete all videos without a person's decision, or a second time.
 *
 * Not every retry can be seen: neither that of a workflow which calls this one, nor Retry On Fail of the calling node.
 */
function assertAllowed(input: OperationInput): void {
  const { context, itemIndex } = input;
  // The raw value: whatever an expression, and so an AI agent, puts there is a string and not the switch.
  const switchedOn = context.getNodeParameter('allowDeleteAll', itemIndex, false, { rawExpressions: true });
  if (switchedOn !== true) throw refused(input, notAllowed);
  if (context.getNode().retryOnFail) throw refused(input, retriesOnFail);
  if (context.getMode() === 'retry') throw refused(input, retriedExecution);
}

function summary({ packageId, videos }: VideoDeletion): IDataObject {
  return {
    packageId,
    deletedCount: videos.length,
    deletedBytes: videos.reduce((bytes, { size }) => bytes + (size ?? 0), 0),
    videos: videos.map(withoutLinks),
  };
}
