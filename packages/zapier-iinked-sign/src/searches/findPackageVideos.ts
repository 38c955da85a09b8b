import { isDeleted, NotFoundError } from 'iinked-sign';
import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { assertOnlyFields, oneId, packageField } from '../input.ts';
import { foundFields, foundOutput, foundSample } from '../output.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([packageField]);

/** Finds the videos of a package that are not deleted, so that a Zap can look before it deletes. */
export const findPackageVideos = defineSearch({
  key: 'find_package_videos',
  noun: 'Package Videos',
  display: {
    label: 'Find Package Videos',
    description: 'Finds the recorded videos of a package that are not deleted. It deletes nothing.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packageId = oneId(packageField, bundle.inputData.packageId);
        const listed = await clientFor(z, authData)
          .videos.list({ packageId })
          .catch((error: unknown) => {
            // What to do when nothing is found is set in the Zap.
            if (error instanceof NotFoundError) return { videos: [] };
            throw error;
          });
        const videos = listed.videos.filter((video) => !isDeleted(video));
        return videos.length === 0 ? [] : [foundOutput({ packageId, videos })];
      }),
    outputFields: foundFields,
    sample: foundSample,
  },
});
