import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersInDropdownField, filterFields, packageField } from '../fields.ts';
import { assertOnlyFields, conditionsOf, oneId } from '../input.ts';
import { foundVideosFields, foundVideosOutput, foundVideosSample } from '../output/found.ts';
import { clientFor } from '../transport.ts';
import { findVideos } from '../videos.ts';

const inputFields = defineInputFields([
  packageField,
  filterFields.olderThan,
  filterFields.olderThanUnit,
  filterFields.countedFrom,
  filterFields.retentionOver,
  filterFields.states,
  allMembersInDropdownField,
]);

/** Finds the videos of a package that are not deleted, so that a Zap can look before it deletes. */
export const findPackageVideos = defineSearch({
  key: 'find_package_videos',
  noun: 'Video',
  display: {
    label: 'Find Package Videos',
    description: 'Finds the videos of a package that are not deleted and meet the filters. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const conditions = conditionsOf(filterFields, bundle);
        const videos = await findVideos(clientFor(z, authData), packageId, conditions);
        return videos.length === 0 ? [] : [foundVideosOutput({ packageId, videos })];
      }),
    outputFields: foundVideosFields,
    sample: foundVideosSample,
  },
});
