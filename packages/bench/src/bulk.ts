// A program of its own: deletes many videos in one way, and tells how long it took and how many it could not delete.
import { setTimeout as sleep } from 'node:timers/promises';
import Sdk from '@anthropic-ai/sdk';
import { createClient } from 'iinked-sign';
import { applyPlan, planDeletion } from 'iinked-sign/retention';
import pLimit from 'p-limit';
import { apiKey, type Deletion, type ServerUrl, type Video } from './deletion.ts';

/** How many videos to delete, of how many packages, how many at once, and where. */
export type BulkOrder = { videos: number; packages: number; atOnce: number; server: ServerUrl };

/** How a bulk deletion ended. */
export type BulkResult = { wallMs: number; failed: number };

type Way = (order: BulkOrder, videos: readonly Video[]) => Promise<BulkResult['failed']>;

/** The ways to delete many videos, in the words of who would write them. */
export const ways = {
  planned: 'iinked-sign/retention, plan and apply',
  plain: 'iinked-sign, without a pace',
  bareFetch: 'p-limit + bare fetch, waits after a 429',
  stainless: 'p-limit + Stainless SDK',
} as const satisfies Record<string, string>;

const planned: Way = async (order, videos) => {
  const client = createClient({ apiKey, server: order.server });
  const packageIds = [...new Set(videos.map(({ packageId }) => packageId))];
  const rules = { packages: { packageIds }, olderThanDays: 1, limits: { videos: videos.length } };
  const plan = await planDeletion(client, rules, { atOnce: order.atOnce });
  const { totals } = await applyPlan(client, plan, { atOnce: order.atOnce });
  return videos.length - totals.deleted;
};

const plain: Way = (order, videos) => withWorkers(createClient({ apiKey, server: order.server }), order, videos);

async function withWorkers(
  client: ReturnType<typeof createClient>,
  { atOnce }: BulkOrder,
  videos: readonly Video[],
): Promise<number> {
  let failed = 0;
  const waiting = videos.values();
  const worker = async () => {
    for (const video of waiting) await client.videos.delete(video).catch(() => failed++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failed;
}

const bareFetch: Way = (order, videos) => {
  const repeating: Deletion = async (video) => {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(`${order.server}/packages/${video.packageId}/videos/delete`, {
        method: 'POST',
        headers: { api_key: apiKey, 'content-type': 'application/json' },
        body: JSON.stringify(video),
      });
      if (response.ok) return response.json();
      await response.body?.cancel();
      if (response.status !== 429 || attempt === 3) throw new Error(`The server answered ${response.status}.`);
      await sleep(Number(response.headers.get('retry-after')) * 1000);
    }
  };
  return withLimit(repeating, order, videos);
};

const stainless: Way = (order, videos) => {
  const client = new Sdk({ baseURL: order.server, apiKey, defaultHeaders: { api_key: apiKey } });
  return withLimit(
    (video) => client.post(`/packages/${video.packageId}/videos/delete`, { body: video }),
    order,
    videos,
  );
};

async function withLimit(deletion: Deletion, { atOnce }: BulkOrder, videos: readonly Video[]): Promise<number> {
  let failed = 0;
  const limit = pLimit(atOnce);
  await Promise.all(videos.map((video) => limit(() => deletion(video)).catch(() => failed++)));
  return failed;
}

const wayOf: Record<string, Way> = { planned, plain, bareFetch, stainless } satisfies Record<keyof typeof ways, Way>;

process.on('message', async (order: BulkOrder) => {
  const [, , name = ''] = process.argv;
  const way = wayOf[name];
  if (!way) throw new Error(`There is no way '${name}' to delete many videos.`);
  const videos = Array.from({ length: order.videos }, (_, index) => ({
    packageId: `package-${index % order.packages}`,
    meetingVideoId: `video-${Math.floor(index / order.packages)}`,
  }));
  const began = performance.now();
  const failed = await way(order, videos);
  process.send?.({ wallMs: performance.now() - began, failed } satisfies BulkResult);
});
