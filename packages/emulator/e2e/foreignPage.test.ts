import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hasChromium } from 'iinked-sign-testing/chromium';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from '../test/start.ts';
import { openPage } from './openPage.ts';

const html = readFileSync(new URL('foreignPage.html', import.meta.url));

/** Serves the page of somebody else on this machine, and gives its port. */
async function foreignSite(): Promise<number> {
  const site = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    site.close();
    site.closeAllConnections();
  });
  const address = site.address();
  if (typeof address !== 'object' || !address) throw new Error('The site does not listen.');
  return address.port;
}

describe.skipIf(!hasChromium)('a page in a real Chromium can neither read nor change anything', () => {
  test.each(['127.0.0.1', 'localhost', 'other.example'])('of another origin, on %s', async (host) => {
    const emulator = await start();
    const before = structuredClone(emulator.packages);
    const page = await openPage();
    const foreign = `http://${host}:${await foreignSite()}`;
    for (const name of ['127.0.0.1', 'localhost']) {
      const target = `http://${name}:${new URL(emulator.url).port}`;
      await page.goto(`${foreign}/?emulator=${target}`);
      await expect.poll(() => page.title(), { timeout: 30_000 }).not.toBe('Foreign page');
      expect(await page.title()).toBe('[]');
    }
    expect(emulator.packages).toEqual(before);
    expect(Math.abs(emulator.clock.now().getTime() - Date.now())).toBeLessThan(1000);
    expect(emulator.requests.length).toBeGreaterThan(5);
    expect(new Set(emulator.requests.map(({ status }) => status))).toEqual(new Set([403]));
    expect((await emulator.call('GET', '/packages/lease/videos')).status).toBe(200);
  });

  test('under a name that was bound to this machine afterwards', async () => {
    const emulator = await start();
    const before = structuredClone(emulator.packages);
    const page = await openPage();
    await page.goto(`http://rebound.example:${new URL(emulator.url).port}/`);
    const statuses = await page.evaluate(async () => {
      const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
      const body = JSON.stringify({ packageId: 'lease' });
      const responses = [
        fetch('/_emulator/snapshot'),
        fetch('/_emulator/reset', { method: 'POST', headers }),
        fetch('/api/v1/packages/lease/videos', { headers }),
        fetch('/api/v1/packages/lease/videos/delete', { method: 'POST', headers, body }),
      ];
      return Promise.all(responses.map((sent) => sent.then(({ status }) => status).catch(() => 0)));
    });
    expect(statuses.filter((status) => status !== 403 && status !== 0)).toEqual([]);
    expect(emulator.packages).toEqual(before);
  });
});

test.skipIf(!hasChromium)('a page in a real Chromium of an origin that is allowed lists and deletes', async () => {
  const origin = `http://app.example:${await foreignSite()}`;
  const { url, packages } = await start({ allowOrigins: [origin] });
  const page = await openPage();
  // Its own attempts go nowhere.
  await page.goto(`${origin}/?emulator=http://nobody.example`);
  const statuses = await page.evaluate(async (videos) => {
    const headers = { api_key: 'emulator-key', 'content-type': 'application/json' };
    const body = JSON.stringify({ packageId: 'lease', meetingVideoId: 'first' });
    const list = await fetch(videos, { headers });
    const deletion = await fetch(`${videos}/delete`, { method: 'POST', headers, body });
    return [list.status, deletion.status];
  }, `${url}/packages/lease/videos`);
  expect(statuses).toEqual([200, 200]);
  expect(packages[0]?.videos[0]?.state).toBe('deleted');
});
