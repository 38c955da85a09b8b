import { hasChromium } from 'iinked-sign-testing/chromium';
import { expect, test } from 'vitest';
import { start } from '../test/start.ts';
import { openPage } from './openPage.ts';

test.skipIf(!hasChromium)(
  'the page shows packages, videos and requests, live, and runs nothing of what it shows',
  async () => {
    const emulator = await start();
    emulator.seed([{ packageId: 'evil', name: '<img src=x onerror="document.title=1">', videos: [] }]);
    const page = await openPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(new URL('/', emulator.url).href);
    await page.getByText('2 of 3 videos are left.').waitFor();
    await page.getByText('<img src=x onerror="document.title=1">').waitFor();

    await emulator.call('POST', '/packages/lease/videos/delete', { packageId: 'lease', meetingVideoId: 'first' });
    await page.getByText('1 of 3 videos are left.').waitFor();
    await page.getByText('POST /api/v1/packages/lease/videos/delete').waitFor();
    expect(await page.getByRole('row', { name: 'deleted first' }).count()).toBe(1);
    expect(await page.content()).not.toContain(emulator.apiKey);
    expect(await page.title()).toBe('iinked Sign emulator');
    expect(problems).toEqual([]);
  },
);

test.skipIf(!hasChromium)(
  'the page says when the emulator has stopped, and goes on when it is started again',
  async () => {
    const emulator = await start();
    const port = Number(new URL(emulator.url).port);
    const page = await openPage();
    await page.goto(new URL('/', emulator.url).href);
    await page.getByText('2 of 3 videos are left.').waitFor();
    const stopped = page.getByRole('alert');
    expect(await stopped.textContent()).toBe('');
    await emulator.close();
    await page.getByText('The emulator has stopped.').waitFor();
    await start({ port });
    await expect.poll(() => stopped.textContent(), { timeout: 20_000 }).toBe('');
  },
);

test.skipIf(!hasChromium)('the page shows the world that its address names, and takes no fault', async () => {
  const emulator = await start();
  emulator.world('worker-3').seed([{ packageId: 'theirs', name: 'Of worker 3', videos: [] }]);
  emulator.failNext({ status: 500 });
  const page = await openPage();
  await page.goto(new URL('/?world=worker-3', emulator.url).href);
  await page.getByText('Of worker 3').waitFor();
  await page.goto(new URL('/?world=a%20b', emulator.url).href);
  await page.getByText('check the name of the world').waitFor();
  await page.goto(new URL('/', emulator.url).href);
  await page.getByText('2 of 3 videos are left.').waitFor();
  expect(await page.getByText('Of worker 3').count()).toBe(0);
  expect(emulator.requests).toEqual([]);
  expect((await emulator.call('GET', '/packages/lease/videos')).status).toBe(500);
});

test.skipIf(!hasChromium)(
  'long names and names from right to left leave what is beside them in its place',
  async () => {
    const emulator = await start();
    const endless = 'x'.repeat(5000);
    emulator.seed([
      { packageId: 'p-1', name: endless, videos: [] },
      { packageId: 'p-2', name: 'עסקה \u202eexcept', videos: [] },
    ]);
    const page = await openPage();
    await page.goto(new URL('/', emulator.url).href);
    const caption = page.locator('caption', { hasText: 'p-2' });
    await caption.waitFor();
    const [name, id] = await caption.evaluate((element) =>
      [...element.children].map((child) => child.getBoundingClientRect().x),
    );
    expect(name).toBeLessThan(Number(id));
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    const long = await page.locator('caption', { hasText: 'p-1' }).boundingBox();
    expect(long?.height).toBeLessThan(200);
  },
);
