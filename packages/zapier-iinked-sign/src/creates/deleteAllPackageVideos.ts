import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { assertDeleteAllAllowed } from '../connection.ts';
import { withZapierErrors } from '../errors.ts';
import { allMembersInDropdownField, deleteWhenTestingField, dryRunField, packageField } from '../fields.ts';
import { assertOnlyFields, modeOf, oneId } from '../input.ts';
import { deleteAllFields, deleteAllOutput, deleteAllSample } from '../output/deletion.ts';
import { clientFor, deletionLimitMs } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'warning',
    type: 'copy',
    helpText:
      '**This cannot be undone.** Every video of the package is deleted. First download what you still need. To delete one video, use *Delete Video*.',
  },
  { ...packageField, helpText: 'The package whose videos are all to be deleted.' },
  dryRunField,
  deleteWhenTestingField,
  allMembersInDropdownField,
]);

/** Deletes every video of a package, if a person has allowed it in the connection. */
export const deleteAllPackageVideos = defineCreate({
  key: 'delete_all_package_videos',
  noun: 'Video',
  display: {
    label: 'Delete All Package Videos',
    description:
      'Permanently deletes every recorded video of a package, if the connection allows it. For one video use Delete Video.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'deleteAll', async () => {
        assertDeleteAllAllowed(authData);
        assertOnlyFields(bundle, inputFields);
        const mode = modeOf(bundle);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const options = { dryRun: !mode.deletes, timeoutMs: deletionLimitMs };
        return deleteAllOutput(mode, await clientFor(z, authData).videos.deleteAll({ packageId }, options));
      }),
    outputFields: deleteAllFields,
    sample: deleteAllSample,
  },
});
