import { isDeleted } from 'iinked-sign';
import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { oneId, packageField } from '../input.ts';
import { videoLabel } from '../labels.ts';
import { clientFor } from '../transport.ts';

/** Fills the dropdown of videos with those of the chosen package that are not deleted. The API gives them in one page. */
export const listVideos = defineTrigger({
  key: 'list_videos',
  noun: 'Video',
  display: { label: 'List Videos', description: 'Lists the videos of a package to choose from.', hidden: true },
  operation: {
    type: 'polling',
    inputFields: defineInputFields([packageField]),
    perform: (z, { authData, inputData }) =>
      withZapierErrors(z, 'read', async () => {
        const packageId = oneId(packageField, inputData.packageId);
        const { videos } = await clientFor(z, authData).videos.list({ packageId });
        return videos
          .filter((video) => !isDeleted(video))
          .map((video) => ({ id: video.meetingVideoId, label: videoLabel(video) }));
      }),
  },
});
