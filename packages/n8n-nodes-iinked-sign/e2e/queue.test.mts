import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { signIn } from 'iinked-sign-testing/n8n/rest';
import { startN8n, startWorker } from 'iinked-sign-testing/n8n/server';
import { aCredential, aWorkflow } from 'iinked-sign-testing/n8n/workflow';
import { findRedis, startRedis } from 'iinked-sign-testing/redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apiKey, deleteEach } from './scene.mts';

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
      const { n8n, rest, queue } = await startQueue();
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

    test('an Apply of 1 000 videos whose worker is killed goes on when the same plan is applied again', {
      timeout: 10 * 60_000,
    }, async () => {
      const { n8n, rest, queue } = await startQueue();
      const emulator = await startEmulator({ apiKey, packages });
      onTestFinished(emulator.close);
      const credentialId = await aCredential(rest, emulator.url, apiKey);
      const killed = await startWorker(n8n, queue);
      const ofPlans = (parameters: object) =>
        aWorkflow(n8n, rest, { parameters: { resource: 'deletionPlan', ...parameters }, credentialId });
      const kept = all.filter(({ v }) => v.startsWith('keep-')).map(({ v }) => v);
      const creating = await ofPlans({
        operation: 'create',
        packagesBy: 'ids',
        packageIds: '={{ $json.item.packageIds }}',
        olderThan: 1,
        olderThanUnit: 'days',
        maxVideos: 1000,
        holdMeetingVideoIds: '={{ $json.item.kept }}',
      });
      const created = await creating.call([{ packageIds: packages.map(({ packageId }) => packageId), kept }]);
      const [{ plan }]: [{ plan: { delete: unknown[] } }] = JSON.parse(created.text);
      expect(plan.delete).toHaveLength(1000);

      emulator.failNext({ on: 'deleteVideos', delayMs: 20, times: 10_000 });
      const deleted = () =>
        emulator.packages.flatMap(({ videos }) => videos).filter(({ state }) => state === 'deleted').length;
      const { call } = await ofPlans({ operation: 'apply', dryRun: false, plan: '={{ $json.item.plan }}' });
      const first = call([{ plan }]).catch(() => undefined);
      await expect.poll(deleted, { timeout: 60_000, interval: 20 }).toBeGreaterThan(300);
      await killed.stop('SIGKILL');
      const deletedThen = deleted();
      expect(deletedThen, 'The worker was killed in the middle of its work').toBeLessThan(1000);

      const other = await startWorker(n8n, queue);
      onTestFinished(() => other.stop());
      const began = performance.now();
      const { status, text } = await call([{ plan }]);
      const seconds = (performance.now() - began) / 1000;
      expect(status).toBe(200);
      const report: { outcome: string; meetingVideoId: string }[] = JSON.parse(text);
      expect(new Set(report.map(({ meetingVideoId }) => meetingVideoId)).size).toBe(1000);
      const outcomes = (wanted: string) => report.filter(({ outcome }) => outcome === wanted).length;
      expect(outcomes('deleted') + outcomes('alreadyDeleted')).toBe(1000);
      expect(outcomes('alreadyDeleted')).toBeGreaterThanOrEqual(300);
      expect(deleted()).toBe(1000);
      const sent = emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos');
      expect(sent.filter(({ body }) => !named(body).startsWith('delete-'))).toEqual([]);
      // What was under way when the worker died may be asked for once more; nothing else is.
      expect(sent.length).toBeLessThanOrEqual(1004);
      console.log(
        `Queue mode: a worker was killed after ${deletedThen} of 1000 videos of a plan. Applied again: ${outcomes('alreadyDeleted')} already deleted, ${outcomes('deleted')} deleted in ${seconds.toFixed(0)} s. ${sent.length} deletions sent in all.`,
      );
      await first;
    });
  },
);

/** The videos that an answer of the workflow confirms as deleted. A call whose worker died gets no such answer. */
function confirmedOf({ status, text }: { status: number; text: string }): Set<string> {
  if (status !== 200) return new Set();
  const outputs: { deleted?: boolean; meetingVideoId?: string }[] = JSON.parse(text);
  return new Set(outputs.flatMap(({ deleted, meetingVideoId = '' }) => (deleted === true ? [meetingVideoId] : [])));
}

/** The id of the one video that a deletion names, nothing where it names none. */
function named(body: unknown): string {
  const id: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'meetingVideoId') : undefined;
  return typeof id === 'string' ? id : '';
}

/** Starts n8n in queue mode, without workers. */
async function startQueue() {
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
  return { n8n, rest: await signIn(n8n.url), queue };
}
