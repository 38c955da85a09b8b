import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { assertDeleteAllAllowed } from '../connection.ts';
import { withZapierErrors } from '../errors.ts';
import {
  allMembersInDropdownField,
  confirmedNameField,
  deleteWhenTestingField,
  dryRunField,
  includeLinksField,
  packageField,
} from '../fields.ts';
import { assertOnlyFields, isYes, modeOf, oneId } from '../input.ts';
import { deleteAllFields, deleteAllOutput, deleteAllSample } from '../output/deletion.ts';
import { assertConfirmedName, nameOf } from '../packageName.ts';
import { clientFor, deletionTime } from '../transport.ts';

const inputFields = defineInputFields([
  {
    key: 'warning',
    type: 'copy',
    helpText:
      '**This cannot be undone.** Every video of the package is deleted. First download what you still need. To delete one video, use *Delete Video*.',
  },
  { ...packageField, helpText: 'The package whose videos are all to be deleted.' },
  confirmedNameField,
  dryRunField,
  deleteWhenTestingField,
  includeLinksField,
  allMembersInDropdownField,
]);

/** Deletes every video of a package, if a person has allowed it in the connection. */
export const deleteAllPackageVideos = defineCreate({
  key: 'delete_all_package_videos',
  noun: 'Deletion',
  display: {
    label: 'Delete All Package Videos',
    description:
      'Permanently deletes every recorded video of a package, if the connection allows it. For one video use Delete Video.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'deleteAll', async () => {
        const startedAt = performance.now();
        assertDeleteAllAllowed(authData);
        assertOnlyFields(bundle, inputFields);
        const mode = modeOf(bundle);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const hasLinks = isYes(includeLinksField, bundle);
        const client = clientFor(z, authData);
        await assertConfirmedName(client, packageId, bundle);
        const options = { dryRun: !mode.deletes, ...deletionTime(startedAt) };
        const result = await client.videos.deleteAll({ packageId }, options);
        const packageName = await nameOf(client, packageId, startedAt);
        return deleteAllOutput({ ...mode, packageName, hasLinks }, result);
      }),
    outputFields: deleteAllFields,
    sample: deleteAllSample,
  },
});
