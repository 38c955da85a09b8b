import { aPackage } from 'iinked-sign-emulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { start } from './start.ts';

/** The snapshots that a page receives. */
async function watch(url: string) {
  const aborted = new AbortController();
  onTestFinished(() => aborted.abort());
  const { body } = await fetch(new URL('/_emulator/events', url), { signal: aborted.signal });
  const snapshots: { packages: unknown[]; requests: { operationId?: string }[] }[] = [];
  let text = '';
  const read = async () => {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) snapshots.push(JSON.parse(event.replace('data: ', '')));
    }
  };
  read().catch(() => undefined);
  await vi.waitUntil(() => snapshots.length > 0, { timeout: 10_000 });
  return snapshots;
}

test('a page is sent what there is, and every change soon after it happened', async () => {
  const { call, url } = await start();
  const snapshots = await watch(url);
  expect(snapshots).toMatchObject([{ packages: [{ packageId: 'lease' }], requests: [] }]);
  await call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'first' });
  await vi.waitUntil(() => snapshots.length > 1, { timeout: 10_000 });
  expect(snapshots.at(-1)).toMatchObject({ requests: [{ operationId: 'deleteVideos' }] });
});

test('pages are sent ten snapshots a second at most, and the last state always', async () => {
  const { call, url } = await start();
  const all = await Promise.all([watch(url), watch(url)]);
  const began = performance.now();
  for (let request = 0; request < 200; request++) await call('GET', `/packages/${request}/videos`);
  for (const snapshots of all) {
    await vi.waitUntil(() => JSON.stringify(snapshots.at(-1)).includes('/packages/199/'), { timeout: 10_000 });
    expect(snapshots.length).toBeLessThanOrEqual(2 + (performance.now() - began) / 100);
  }
});

test('a large state is written seldom, so that calls go on quickly while a page is open', async () => {
  const packages = Array.from({ length: 3000 }, (_, index) => aPackage({ packageId: `p${index}` }));
  const { call, url } = await start({ packages });
  const snapshots = await watch(url);
  for (let request = 0; request < 100; request++) await call('GET', '/packages/p1/videos');
  expect(snapshots.length).toBeLessThan(10);
});
