import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import {
  assertOnlyFields,
  deleteWhenTestingField,
  dryRunField,
  modeOf,
  oneId,
  packageField,
  videoField,
} from '../input.ts';
import { deleteVideoFields, deleteVideoOutput, deleteVideoSample } from '../output.ts';
import { clientFor, deletionLimitMs } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'warning',
    type: 'copy',
    helpText: '**This cannot be undone.** Download the video first if it is still needed.',
  },
  packageField,
  videoField,
  dryRunField,
  deleteWhenTestingField,
]);

/** Deletes one video. */
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
        assertOnlyFields(bundle, inputFields);
        const mode = modeOf(bundle);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const meetingVideoId = oneId(videoField, bundle.inputData.meetingVideoId);
        const { videos } = clientFor(z, authData);
        const options = { dryRun: !mode.deletes, timeoutMs: deletionLimitMs };
        const result = await videos.delete({ packageId, meetingVideoId }, options);
        return deleteVideoOutput(meetingVideoId, mode, result);
      }),
    outputFields: deleteVideoFields,
    sample: deleteVideoSample,
  },
});
