import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { packageField } from '../fields.ts';
import { oneId } from '../input.ts';
import { distinct, videoLabel } from '../labels.ts';
import { timesIn } from '../times.ts';
import { clientFor } from '../transport.ts';
import { leftVideos } from '../videos.ts';

/** Fills the dropdown of videos with those of the chosen package that are not deleted, the newest first. */
export const listVideos = defineTrigger({
  key: 'list_videos',
  noun: 'Video',
  display: { label: 'List Videos', description: 'Lists the videos of a package to choose from.', hidden: true },
  operation: {
    type: 'polling',
    inputFields: defineInputFields([packageField]),
    perform: (z, { authData, inputData, meta }) =>
      withZapierErrors(z, 'read', async () => {
        const packageId = oneId(packageField, inputData.packageId);
        const videos = await leftVideos(clientFor(z, authData), packageId);
        const times = timesIn(meta?.timezone);
        const now = Date.now();
        const rows = videos.map((video) => ({ id: video.meetingVideoId, label: videoLabel(video, times, now) }));
        return distinct(rows.reverse());
      }),
  },
});
