import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { outputFields, outputOf, sample } from '../output.ts';
import { connect } from '../transport.ts';

/** Deletes one video. */
export const deleteVideo = defineCreate({
  key: 'delete_video',
  noun: 'Video',
  display: {
    label: 'Delete Video',
    description: 'Permanently deletes one recorded video of a package.',
  },
  operation: {
    inputFields: defineInputFields([
      {
        key: 'warning',
        type: 'copy',
        helpText: '**This cannot be undone.** Download the video first if it is still needed.',
      },
      {
        key: 'packageId',
        label: 'Package ID',
        type: 'string',
        required: true,
        helpText: 'The package whose signing session was recorded.',
      },
      {
        key: 'meetingVideoId',
        label: 'Video ID',
        type: 'string',
        required: true,
        helpText: 'The one video to delete. If this turns out empty when the Zap runs, nothing is deleted.',
      },
    ]),
    perform: (z, { authData, inputData: { packageId, meetingVideoId } }) =>
      inZapiersTerms(z, async () => {
        const deletion = await connect(z, authData).videos.delete({ packageId, meetingVideoId });
        return outputOf(meetingVideoId, deletion);
      }),
    outputFields,
    sample,
  },
});
