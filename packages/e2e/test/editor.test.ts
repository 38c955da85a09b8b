import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page, selectors } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from '../n8n/chromium.ts';
import { aLease, useScene } from './scene.ts';

const executablePath = findChromium();
const pictures = fileURLToPath(new URL('../../n8n-nodes-iinked-sign/docs/', import.meta.url));

describe.skipIf(executablePath === undefined)('a person (needs Chromium: set CHROMIUM_PATH where it is not found)', () => {
  const scene = useScene();
  let browser: Browser;
  beforeAll(async () => {
    selectors.setTestIdAttribute('data-test-id');
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
    mkdirSync(pictures, { recursive: true });
  });
  afterAll(() => browser?.close());

  /** The editor with a workflow that has our node, signed in, and nothing let out but to this machine. */
  async function editor(colorScheme: 'light' | 'dark'): Promise<{ page: Page; outside: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1400, height: 900 } });
    const [name = '', value = ''] = scene.rest.cookie.split(/=(.*)/);
    await context.addCookies([{ name, value, url: scene.n8n.url }]);
    const outside: string[] = [];
    await context.route(/.*/, (route) => {
      if (new URL(route.request().url()).hostname === '127.0.0.1') return route.continue();
      outside.push(route.request().url());
      return route.abort();
    });
    return { page: await context.newPage(), outside };
  }

  test.each(['light', 'dark'] as const)('picks a video from the list, runs the node and sees the result (%s)', async (theme) => {
    const left = aLease(scene.emulator, `editor-${theme}`, ['first', 'second']);
    const { id } = await scene.workflow({ operation: 'delete' });
    const { page, outside } = await editor(theme);
    await page.goto(`${scene.n8n.url}/workflow/${id}`);
    await page.locator('[data-test-id=canvas-node][data-node-name="iinked Sign"]').dblclick();
    await page.getByTestId('ndv').waitFor();
    for (const [locator, pick] of [
      ['resource-locator-packageId', new RegExp('Purchase agreement')],
      ['resource-locator-meetingVideoId', new RegExp('archived')],
    ] as const) {
      await page.getByTestId(locator).getByTestId('rlc-input').click();
      await page.getByTestId('rlc-item').filter({ hasText: pick }).first().click();
    }
    await page.screenshot({ path: join(pictures, `choose-${theme}.png`) });
    await page.getByTestId('node-execute-button').click();
    await page.getByTestId('output-panel').getByText('true').first().waitFor();
    await page.screenshot({ path: join(pictures, `result-${theme}.png`) });
    expect(left()).toEqual(['second']);
    expect(outside).toEqual([]);
  });
});
