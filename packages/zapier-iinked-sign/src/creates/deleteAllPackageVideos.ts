import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { outputFields, outputOf, sample } from '../output.ts';
import { connect } from '../transport.ts';

/** Deletes every video of a package. */
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
          '**This cannot be undone.** Every video of the package is deleted. Download first what is still needed.',
      },
      {
        key: 'packageId',
        label: 'Package ID',
        type: 'string',
        required: true,
        helpText: 'The package whose videos are all to be deleted.',
      },
    ]),
    perform: (z, { authData, inputData: { packageId } }) =>
      inZapiersTerms(z, async () => {
        const deletion = await connect(z, authData).videos.deleteAll({ packageId });
        return outputOf(packageId, deletion);
      }),
    outputFields,
    sample: { ...sample, id: sample.packageId },
  },
});
