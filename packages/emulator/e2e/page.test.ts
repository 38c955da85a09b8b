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
