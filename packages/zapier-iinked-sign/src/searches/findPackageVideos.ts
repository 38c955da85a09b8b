import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersInDropdownField, filterFields, includeLinksField, packageField } from '../fields.ts';
import { assertOnlyFields, conditionsOf, isYes, oneId } from '../input.ts';
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
  includeLinksField,
  allMembersInDropdownField,
]);

/** Finds the videos of a package that are not deleted, so that a Zap can look before it deletes. */
export const findPackageVideos = defineSearch({
  key: 'find_package_videos',
  noun: 'Video List',
  display: {
    label: 'Find Package Videos',
    description:
      'Finds all videos of a package that meet the filters as line items, for a loop, with their number and total size.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const hasLinks = isYes(includeLinksField, bundle);
        const conditions = conditionsOf(filterFields, bundle);
        const found = await findVideos(clientFor(z, authData), packageId, conditions);
        return found.videos.length === 0 ? [] : [foundVideosOutput(found, hasLinks)];
      }),
    outputFields: foundVideosFields,
    sample: foundVideosSample,
  },
});
