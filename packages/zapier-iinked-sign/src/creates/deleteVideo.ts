import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import {
  allMembersInDropdownField,
  deleteWhenTestingField,
  dryRunField,
  includeLinksField,
  onlyIfFields,
  packageField,
  videoField,
} from '../fields.ts';
import { assertOnlyFields, conditionsOf, isYes, modeOf, oneId } from '../input.ts';
import { deleteVideoFields, deleteVideoOutput, deleteVideoSample } from '../output/deletion.ts';
import { nameOf } from '../packageName.ts';
import { clientFor, deletionTime } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'warning',
    type: 'copy',
    helpText: '**This cannot be undone.** Download the video first if it is still needed.',
  },
  packageField,
  videoField,
  onlyIfFields.olderThan,
  onlyIfFields.olderThanUnit,
  onlyIfFields.countedFrom,
  onlyIfFields.retentionOver,
  dryRunField,
  deleteWhenTestingField,
  includeLinksField,
  allMembersInDropdownField,
]);

/** Deletes one video, if it meets the conditions. */
export const deleteVideo = defineCreate({
  key: 'delete_video',
  noun: 'Video',
  display: {
    label: 'Delete Video',
    description: 'Permanently deletes one recorded video of a package.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'delete', async () => {
        const startedAt = performance.now();
        assertOnlyFields(bundle, inputFields);
        const mode = modeOf(bundle);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const meetingVideoId = oneId(videoField, bundle.inputData.meetingVideoId);
        const onlyIf = conditionsOf(onlyIfFields, bundle);
        const hasLinks = isYes(includeLinksField, bundle);
        const client = clientFor(z, authData);
        const options = {
          dryRun: !mode.deletes,
          ...deletionTime(startedAt),
          ...(Object.keys(onlyIf).length > 0 && { onlyIf }),
        };
        const result = await client.videos.delete({ packageId, meetingVideoId }, options);
        const packageName = await nameOf(client, packageId, startedAt);
        return deleteVideoOutput(meetingVideoId, { ...mode, packageName, hasLinks }, result);
      }),
    outputFields: deleteVideoFields,
    sample: deleteVideoSample,
  },
});
