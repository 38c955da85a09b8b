import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasChromium, launchChromium } from 'iinked-sign-testing/chromium';
import { owner } from 'iinked-sign-testing/n8n/rest';
import { type Browser, type Page, selectors } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLease, useScene } from './scene.ts';

/** Opens the list of a locator, searches it, and picks the first that is found. */
async function choose(page: Page, locator: string, wanted: string): Promise<void> {
  const field = page.getByTestId(`resource-locator-${locator}`);
  await field.getByTestId('rlc-input').click();
  const search = page.getByTestId('rlc-search').filter({ visible: true });
  const searched = page.waitForResponse(/resource-locator-results/);
  await search.fill(wanted);
  await searched;
  await page.getByTestId('rlc-item').filter({ visible: true, hasText: wanted }).first().click();
  await search.waitFor({ state: 'hidden' });
}

// The README of the node shows these: `UPDATE_PICTURES=1` takes them anew.
const pictures = process.env.UPDATE_PICTURES
  ? fileURLToPath(new URL('../../n8n-nodes-iinked-sign/docs/', import.meta.url))
  : mkdtempSync(join(tmpdir(), 'pictures-'));

describe.skipIf(!hasChromium)('a person (needs Chromium: set CHROMIUM_PATH where it is not found)', () => {
  const scene = useScene();
  let browser: Browser;
  beforeAll(async () => {
    selectors.setTestIdAttribute('data-test-id');
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  /** The editor with a workflow that has our node, signed in, and nothing let out but to this machine. */
  async function editor(colorScheme: 'light' | 'dark'): Promise<{ page: Page; outside: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1400, height: 900 } });
    const outside: string[] = [];
    await context.route(/.*/, (route) => {
      if (new URL(route.request().url()).hostname === '127.0.0.1') return route.continue();
      outside.push(route.request().url());
      return route.abort();
    });
    const page = await context.newPage();
    await page.goto(`${scene.n8n.url}/signin`);
    await page.locator('input[name=emailOrLdapLoginId]').fill(owner.email);
    await page.locator('input[name=password]').fill(owner.password);
    await page.getByTestId('form-submit-button').click();
    await page.waitForURL(/workflows|home/);
    return { page, outside };
  }

  test.each(['light', 'dark'] as const)(
    'picks a video from the list, runs the node and sees the result (%s)',
    async (theme) => {
      const name = `Lease, ${theme}`;
      const left = aLease(scene.emulator, `editor-${theme}`, ['first', 'second'], name);
      const { id } = await scene.rest.post<{ id: string }>('/workflows', {
        name: `By hand, ${theme}`,
        nodes: [
          {
            id: '1',
            name: 'Start',
            type: 'n8n-nodes-base.manualTrigger',
            typeVersion: 1,
            position: [0, 0],
            parameters: {},
          },
        ],
        connections: {},
        settings: {},
      });
      const { page, outside } = await editor(theme);
      await page.goto(`${scene.n8n.url}/workflow/${id}`);
      await page.locator('[data-test-id=canvas-node][data-node-name="Start"]').click();
      await page.getByTestId('node-creator-plus-button').click();
      await page.getByTestId('node-creator-search-bar').fill('iinked');
      await page.getByText('iinked Sign', { exact: true }).first().click();
      await page.getByText('Delete a video', { exact: true }).click();
      await page.getByTestId('ndv').waitFor();
      await choose(page, 'packageId', name);
      await choose(page, 'meetingVideoId', 'archived');
      await page.screenshot({ path: join(pictures, `choose-${theme}.png`) });
      await page.getByTestId('node-execute-button').click();
      await page.getByTestId('output-panel').getByText('true').first().waitFor();
      await page.screenshot({ path: join(pictures, `result-${theme}.png`) });
      expect(left()).toEqual(['second']);
      // The editor itself asks the package's registry for a newer version of a community node; it was not let out.
      expect(outside.filter((url) => !url.endsWith('/n8n-nodes-iinked-sign'))).toEqual([]);
    },
  );
});
