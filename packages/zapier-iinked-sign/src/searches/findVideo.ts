import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersInDropdownField, filterFields, packageField, videoField } from '../fields.ts';
import { assertOnlyFields, conditionsOf, oneId, textOf } from '../input.ts';
import { foundVideoFields, foundVideoOutput, foundVideoSample } from '../output/found.ts';
import { clientFor } from '../transport.ts';
import { findVideos } from '../videos.ts';

const { search: _, ...chosenVideo } = videoField;
const anyVideoField = {
  ...chosenVideo,
  required: false,
  helpText: 'Only this video. Left empty, the oldest video of the package that meets the filters is found.',
} as const;

const inputFields = defineInputFields([
  packageField,
  anyVideoField,
  filterFields.olderThan,
  filterFields.olderThanUnit,
  filterFields.countedFrom,
  filterFields.retentionOver,
  filterFields.states,
  allMembersInDropdownField,
]);

/** Finds one video of a package: the oldest that meets the filters. */
export const findVideo = defineSearch({
  key: 'find_video',
  noun: 'Video',
  display: {
    label: 'Find Video',
    description: 'Finds the oldest video of a package that meets the filters. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const meetingVideoId = textOf(videoField, bundle);
        const only = meetingVideoId === undefined ? undefined : oneId(videoField, meetingVideoId);
        const conditions = conditionsOf(filterFields, bundle);
        const [video] = await findVideos(clientFor(z, authData), packageId, conditions, only);
        return video ? [foundVideoOutput(packageId, video)] : [];
      }),
    outputFields: foundVideoFields,
    sample: foundVideoSample,
  },
});
