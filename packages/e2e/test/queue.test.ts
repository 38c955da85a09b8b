import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { signIn } from 'iinked-sign-testing/n8n/rest';
import { startN8n, startWorker } from 'iinked-sign-testing/n8n/server';
import { aCredential, aWorkflow } from 'iinked-sign-testing/n8n/workflow';
import { findRedis, startRedis } from 'iinked-sign-testing/redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apiKey, deleteEach } from './scene.ts';

type Item = { p: string; v: string };

const redisServer = findRedis();
const callsAtOnce = 16;
const itemsPerCall = 10;

/** Ten packages, each with a hundred videos to delete and ten to keep. */
const packages = Array.from({ length: 10 }, (_, at) =>
  aPackage({
    packageId: `package-${at}`,
    videos: [
      ...Array.from({ length: 100 }, (_, video) => aVideo({ meetingVideoId: `delete-${at}-${video}` })),
      ...Array.from({ length: 10 }, (_, video) => aVideo({ meetingVideoId: `keep-${at}-${video}` })),
    ],
  }),
);
const all = packages.flatMap(({ packageId, videos }) =>
  videos.map(({ meetingVideoId }) => ({ p: packageId, v: meetingVideoId })),
);
const asked = all.filter(({ v }) => v.startsWith('delete-'));

describe.skipIf(redisServer === undefined)(
  'queue mode (needs Redis: set REDIS_SERVER_PATH where it is not found)',
  () => {
    test('1 000 deletions survive a killed worker: each is done, or reported as failed with its id', {
      timeout: 10 * 60_000,
    }, async () => {
      const redis = await startRedis(redisServer ?? '');
      onTestFinished(redis.stop);
      const queue = {
        EXECUTIONS_MODE: 'queue',
        QUEUE_BULL_REDIS_HOST: '127.0.0.1',
        QUEUE_BULL_REDIS_PORT: `${redis.port}`,
        // How soon n8n notices that a worker is gone: by default within a minute and a half.
        QUEUE_WORKER_LOCK_DURATION: '6000',
        QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
        QUEUE_WORKER_STALLED_INTERVAL: '2000',
      };
      const n8n = await startN8n(queue);
      onTestFinished(n8n.stop);
      const rest = await signIn(n8n.url);
      const emulator = await startEmulator({ apiKey, packages });
      onTestFinished(emulator.close);
      emulator.failNext({ on: 'deleteVideos', delayMs: 20, times: 10_000 });
      const credentialId = await aCredential(rest, emulator.url, apiKey);
      const { call } = await aWorkflow(n8n, rest, {
        parameters: { resource: 'video', ...deleteEach },
        credentialId,
        onError: 'continueRegularOutput',
      });
      const [killed, other] = [await startWorker(n8n, queue), await startWorker(n8n, queue)];
      onTestFinished(() => other.stop());

      /** Asks for these deletions, and gives those that were not confirmed. */
      async function ask(items: Item[], afterCall: (calls: number) => void): Promise<Item[]> {
        const unconfirmed: Item[] = [];
        const batches = Array.from({ length: items.length / itemsPerCall }, (_, at) =>
          items.slice(at * itemsPerCall, (at + 1) * itemsPerCall),
        ).values();
        let calls = 0;
        const caller = async () => {
          for (const batch of batches) {
            const confirmed = confirmedOf(await call(batch));
            unconfirmed.push(...batch.filter(({ v }) => !confirmed.has(v)));
            afterCall(++calls);
          }
        };
        await Promise.all(Array.from({ length: callsAtOnce }, caller));
        return unconfirmed;
      }

      const began = performance.now();
      let restarted: ReturnType<typeof startWorker> | undefined;
      const failed = await ask(asked, (calls) => {
        if (calls !== 20) return;
        restarted = killed.stop('SIGKILL').then(() => startWorker(n8n, queue));
      });
      const again = await restarted;
      onTestFinished(async () => again?.stop());
      const seconds = (performance.now() - began) / 1000;

      const isDeleted = (id: string) =>
        emulator.packages.some(({ videos }) =>
          videos.some(({ meetingVideoId, state }) => meetingVideoId === id && state === 'deleted'),
        );
      const reported = new Set(failed.map(({ v }) => v));
      expect(failed.length, 'The worker was killed in the middle of its work').toBeGreaterThan(0);
      expect(asked.filter(({ v }) => !isDeleted(v) && !reported.has(v))).toEqual([]);
      expect(all.filter(({ v }) => v.startsWith('keep-') && isDeleted(v))).toEqual([]);
      const goneAlready = failed.filter(({ v }) => isDeleted(v)).length;

      // What was reported is asked for again: a video that is gone is then confirmed, and no other one goes for it. On a busy
      // machine n8n may take a worker for dead once more.
      let unconfirmed = failed;
      for (let round = 0; unconfirmed.length > 0 && round < 5; round++) {
        unconfirmed = await ask(unconfirmed, () => undefined);
      }
      expect(unconfirmed).toEqual([]);
      expect(asked.filter(({ v }) => !isDeleted(v))).toEqual([]);
      expect(all.filter(({ v }) => isDeleted(v))).toHaveLength(1000);
      const sent = emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos').length;
      console.log(
        `Queue mode: ${asked.length} deletions in ${seconds.toFixed(0)} s by two workers, one killed after 20 of ${asked.length / itemsPerCall} calls. ` +
          `${failed.length} reported as failed, ${goneAlready} of them deleted all the same. ${sent} deletions sent in all.`,
      );
    });
  },
);

/** The videos that an answer of the workflow confirms as deleted. A call whose worker died gets no such answer. */
function confirmedOf({ status, text }: { status: number; text: string }): Set<string> {
  if (status !== 200) return new Set();
  const outputs: { deleted?: boolean; meetingVideoId?: string }[] = JSON.parse(text);
  return new Set(outputs.flatMap(({ deleted, meetingVideoId = '' }) => (deleted === true ? [meetingVideoId] : [])));
}
