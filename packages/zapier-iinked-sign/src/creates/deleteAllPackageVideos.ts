import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { dryRunField, isDryRun, oneId, packageField } from '../input.ts';
import { deletedOutput, deletedPackageSample, deletionFields, previewOutput } from '../output.ts';
import { connect } from '../transport.ts';

/** Deletes every video of a package, or tells which ones that would be. */
export const deleteAllPackageVideos = defineCreate({
  key: 'delete_all_package_videos',
  noun: 'Package Videos',
  display: {
    label: 'Delete All Package Videos',
    description: 'Permanently deletes every recorded video of a package.',
  },
  operation: {
    inputFields: defineInputFields([
      {
        key: 'warning',
        type: 'copy',
        helpText:
          '**This cannot be undone**, and a test of this step deletes as well. Every video of the package is deleted. Download first what is still needed.',
      },
      { ...packageField, helpText: 'The package whose videos are all to be deleted.' },
      dryRunField,
    ]),
    perform: (z, { authData, ...bundle }) =>
      inZapiersTerms(
        z,
        async () => {
          const packageId = oneId('packageId', bundle.inputData.packageId);
          const { videos } = connect(z, authData);
          if (isDryRun(bundle))
            return previewOutput(packageId, await videos.deleteAll({ packageId }, { dryRun: true }));
          return deletedOutput(packageId, await videos.deleteAll({ packageId }));
        },
        'deletesMore',
      ),
    outputFields: deletionFields,
    sample: deletedPackageSample,
  },
});
