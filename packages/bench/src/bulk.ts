// A program of its own: deletes many videos in one way, and tells how long it took and how many it could not delete.
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'iinked-sign';
import { applyPlan, planDeletion } from 'iinked-sign/retention';
import pLimit from 'p-limit';
import { apiKey, type Connect, type Video } from './deletion.ts';
import type { BulkOrder, BulkResult, ways } from './measures/bulk.ts';
import { connect as connectOurs } from './peers/iinkedSign.ts';
import { connect as connectStainless } from './peers/stainless.ts';

const packageId = 'package-0';

type Way = (order: BulkOrder, videos: readonly Video[]) => Promise<BulkResult['failed']>;

const planned: Way = async (order, videos) => {
  const client = createClient({ apiKey, server: order.server });
  const rules = { packages: { packageIds: [packageId] }, olderThan: { days: 1 }, limits: { videos: videos.length } };
  const plan = await planDeletion(client, rules, { atOnce: order.atOnce });
  const { totals } = await applyPlan(client, plan, { atOnce: order.atOnce });
  return videos.length - totals.deleted;
};

const connectBareFetch: Connect = (server) => async (video) => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${server}/packages/${video.packageId}/videos/delete`, {
      method: 'POST',
      headers: { api_key: apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(video),
    });
    if (response.ok) return response.json();
    await response.body?.cancel();
    if (response.status !== 429 || attempt === 3) throw new Error(`The server responded with ${response.status}.`);
    await sleep(Number(response.headers.get('retry-after')) * 1000);
  }
};

function oneByOne(connect: Connect): Way {
  return async ({ server, atOnce }, videos) => {
    let failed = 0;
    const deletion = connect(server);
    const limit = pLimit(atOnce);
    await Promise.all(videos.map((video) => limit(() => deletion(video)).catch(() => failed++)));
    return failed;
  };
}

const wayOf: Record<string, Way> = {
  planned,
  plain: oneByOne(connectOurs),
  bareFetch: oneByOne(connectBareFetch),
  stainless: oneByOne(connectStainless),
} satisfies Record<keyof typeof ways, Way>;

process.on('message', async (order: BulkOrder) => {
  const [, , name = ''] = process.argv;
  const way = wayOf[name];
  if (!way) throw new Error(`There is no way '${name}' to delete many videos.`);
  const videos = Array.from({ length: order.videos }, (_, index) => ({
    packageId,
    meetingVideoId: `video-${index}`,
  }));
  const began = performance.now();
  const failed = await way(order, videos);
  process.send?.({ wallMs: performance.now() - began, failed } satisfies BulkResult);
});
