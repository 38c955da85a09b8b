import { createClientOn, type MeetingVideo, type Platform } from 'iinked-sign';
import { applyPlan, auditPlan, planDeletion, verifyDocument } from 'iinked-sign/retention';
import { expect, test } from 'vitest';

// More than a call takes as arguments: who spreads such a list gets a RangeError.
const videosEach = 130_000;
const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';

/** A server of one package, without a network, and a client of it that waits for nothing. */
function scene() {
  const videos = Array.from(
    { length: videosEach },
    (_, place): MeetingVideo => ({
      meetingVideoId: `v${place}`,
      timeCreated: '2020-05-01T10:00:00.000Z',
      timeRetention: null,
      duration: 'PT5M12S',
      size: 1000,
      state: 'archived',
    }),
  );
  const byId = new Map(videos.map((video) => [video.meetingVideoId, video]));
  const count = { lists: 0, deletions: 0 };

  function deletionOf(body = '{}'): { packageId: string; videos: MeetingVideo[] } {
    const { meetingVideoId }: { meetingVideoId: string } = JSON.parse(body);
    const video = byId.get(meetingVideoId);
    if (!video) throw new Error(`There is no video ${meetingVideoId}.`);
    count.deletions += 1;
    video.state = 'deleted';
    return { packageId, videos: [video] };
  }

  const send: Platform['send'] = async ({ url, body }) => {
    const end = url.split(packageId)[1];
    if (end === '/videos') count.lists += 1;
    const json =
      end === '' ? { packageId, state: 'executed' } : end === '/videos' ? { packageId, videos } : deletionOf(body);
    const text = JSON.stringify(json);
    const headers = new Map([['date', new Date().toUTCString()]]);
    return { status: 200, headers, text: async () => text };
  };
  const wait: Platform['wait'] = () => new Promise(() => undefined);
  return { client: createClientOn({ send, wait }, { apiKey: 'test-key-4f1d9c', server: 'us' }), videos, count };
}

test(`${videosEach} videos of one package are planned, deleted and audited, with every document whole`, async () => {
  const { client, videos, count } = scene();
  const rules = { packages: { packageIds: [packageId] }, olderThan: { years: 1 }, limits: { videos: videosEach } };
  const plan = await planDeletion(client, rules);
  expect(plan.totals).toMatchObject({ delete: videosEach });
  expect(verifyDocument(client, plan)).toBe('plan');
  const altered = { ...plan, delete: plan.delete.map((video) => ({ ...video, size: 1 })) };
  expect(() => verifyDocument(client, altered)).toThrow(expect.objectContaining({ reason: 'seal' }));

  const report = await applyPlan(client, plan, { stopAfterFailures: 1 });
  expect(report).not.toHaveProperty('stopped');
  expect(report.totals).toMatchObject({ planned: videosEach, deleted: videosEach, deletedBytes: videosEach * 1000 });
  expect(verifyDocument(client, report)).toBe('report');
  expect(count.deletions).toBe(videosEach);
  expect(videos.every(({ state }) => state === 'deleted')).toBe(true);

  const receipt = await auditPlan(client, plan, { reports: [report] });
  expect(receipt).toMatchObject({ complete: true, settled: true, totals: { deleted: videosEach } });
  expect(verifyDocument(client, receipt)).toBe('receipt');
}, 600_000);
