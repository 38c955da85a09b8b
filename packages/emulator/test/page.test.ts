import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { start } from './start.ts';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = places.find((path) => path !== undefined && existsSync(path));
const browser: Browser | undefined =
  executablePath === undefined ? undefined : await chromium.launch({ executablePath, args: ['--no-sandbox'] });
afterAll(() => browser?.close());

describe.skipIf(!browser)('the page (needs Chromium: set CHROMIUM_PATH where it is not found)', () => {
  test('shows packages, videos and requests, live, and nothing of it can act as code', async () => {
    const emulator = await start();
    emulator.seed([{ packageId: 'evil', name: '<img src=x onerror="document.title=1">', videos: [] }]);
    const page = await browser?.newPage();
    if (!page) throw new Error('There is no page.');
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
  });
});
