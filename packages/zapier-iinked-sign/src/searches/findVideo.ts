import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import {
  allMembersInDropdownField,
  filterFields,
  includeLinksField,
  limitField,
  packageField,
  videoField,
} from '../fields.ts';
import { assertOnlyFields, conditionsOf, isYes, limitOf, oneId, textOf } from '../input.ts';
import { foundVideoFields, foundVideoOutputs, foundVideoSample } from '../output/found.ts';
import { clientFor } from '../transport.ts';
import { findVideos } from '../videos.ts';

const { search: _, ...chosenVideo } = videoField;
const anyVideoField = {
  ...chosenVideo,
  required: false,
  helpText: 'Only this video. Left empty, the videos of the package that meet the filters are found, the oldest first.',
} as const;

const inputFields = defineInputFields([
  packageField,
  anyVideoField,
  filterFields.olderThan,
  filterFields.olderThanUnit,
  filterFields.countedFrom,
  filterFields.retentionOver,
  filterFields.states,
  limitField,
  includeLinksField,
  allMembersInDropdownField,
]);

/** Finds the videos of a package that meet the filters. A Zap takes the first, the oldest, or each of them. */
export const findVideo = defineSearch({
  key: 'find_video',
  noun: 'Video',
  display: {
    label: 'Find Video',
    description: 'Finds the videos of a package that meet the filters, each as a result of its own, the oldest first.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const meetingVideoId = textOf(videoField, bundle);
        const only = meetingVideoId === undefined ? undefined : oneId(videoField, meetingVideoId);
        const hasLinks = isYes(includeLinksField, bundle);
        const conditions = conditionsOf(filterFields, bundle);
        const limit = limitOf(bundle);
        const found = await findVideos(clientFor(z, authData), packageId, conditions, only);
        return foundVideoOutputs(found, hasLinks, limit);
      }),
    outputFields: foundVideoFields,
    sample: foundVideoSample,
  },
});
