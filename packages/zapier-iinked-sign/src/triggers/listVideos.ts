import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { oneId, packageField } from '../input.ts';
import { videoLabel } from '../labels.ts';
import { connect } from '../transport.ts';
import { isLeft } from '../videos.ts';

/** Fills the dropdown of videos with those of the chosen package that are not deleted. The API gives them in one page. */
export const listVideos = defineTrigger({
  key: 'list_videos',
  noun: 'Video',
  display: { label: 'List Videos', description: 'Lists the videos of a package to choose from.', hidden: true },
  operation: {
    type: 'polling',
    inputFields: defineInputFields([packageField]),
    perform: (z, { authData, inputData }) =>
      inZapiersTerms(z, async () => {
        const packageId = oneId('packageId', inputData.packageId);
        const { videos } = await connect(z, authData).videos.list({ packageId });
        return videos.filter(isLeft).map((video) => ({ id: video.meetingVideoId, label: videoLabel(video) }));
      }),
  },
});
