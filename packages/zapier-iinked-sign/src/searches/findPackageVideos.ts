import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { oneId, packageField } from '../input.ts';
import { foundFields, foundOutput, foundSample } from '../output.ts';
import { connect } from '../transport.ts';
import { isLeft } from '../videos.ts';

/** Finds the videos of a package that are not deleted, so that a Zap can look before it deletes. */
export const findPackageVideos = defineSearch({
  key: 'find_package_videos',
  noun: 'Package Videos',
  display: {
    label: 'Find Package Videos',
    description: 'Finds the recorded videos of a package that are not deleted. It deletes nothing.',
  },
  operation: {
    inputFields: defineInputFields([packageField]),
    perform: (z, { authData, inputData }) =>
      inZapiersTerms(z, async () => {
        const packageId = oneId('packageId', inputData.packageId);
        const list = await connect(z, authData).videos.list({ packageId });
        const videos = list.videos.filter(isLeft);
        return videos.length === 0 ? [] : [foundOutput({ packageId, videos })];
      }),
    outputFields: foundFields,
    sample: foundSample,
  },
});
