import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasChromium, launchChromium } from 'iinked-sign-testing/chromium';
import { owner } from 'iinked-sign-testing/n8n/rest';
import { aCredential } from 'iinked-sign-testing/n8n/workflow';
import { type Browser, type Page, selectors } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aLease, apiKey, useScene } from './scene.ts';

/** Opens the list of a locator, searches it, and picks the first that is found. */
async function choose(page: Page, locator: string, wanted: string): Promise<void> {
  await page.getByTestId(`resource-locator-${locator}`).getByTestId('rlc-input').click();
  const search = page.getByTestId('rlc-search').filter({ visible: true });
  const searched = page.waitForResponse(/resource-locator-results/);
  await search.fill(wanted);
  await searched;
  await page.getByTestId('rlc-item').filter({ visible: true, hasText: wanted }).first().click();
  await search.waitFor({ state: 'hidden' });
}

/** The text that a locator shows as chosen. */
const chosen = (page: Page, locator: string) =>
  page.getByTestId(`resource-locator-${locator}`).getByTestId('rlc-input').inputValue();

/** The field of a parameter. */
const field = (page: Page, parameter: string) => page.getByTestId(`parameter-input-${parameter}`);

/** Chooses an option of a parameter. */
async function select(page: Page, parameter: string, option: string): Promise<void> {
  await field(page, parameter).click();
  await page
    .getByRole('option')
    .filter({ visible: true, has: page.getByText(option, { exact: true }) })
    .click();
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
    context.setDefaultTimeout(0); // The test has its own.
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
      await field(page, 'dryRun').locator('.el-switch').click();
      await page.screenshot({ path: join(pictures, `choose-${theme}.png`) });
      await page.getByTestId('node-execute-button').click();
      await page.getByTestId('output-panel').getByText('true').first().waitFor();
      await page.screenshot({ path: join(pictures, `result-${theme}.png`) });
      expect(left()).toEqual(['second']);
      // The editor itself asks the package's registry for a newer version of a community node; it was not let out.
      expect(outside.filter((url) => !url.endsWith('/n8n-nodes-iinked-sign'))).toEqual([]);
    },
  );

  let signedIn: Promise<{ page: Page }> | undefined;

  /** Opens our node, or the tool made of it, in a workflow of its own. */
  async function openNode(type: 'iinkedSign' | 'iinkedSignTool', parameters: object): Promise<Page> {
    const name = 'iinked Sign';
    const { id } = await scene.rest.post<{ id: string }>('/workflows', {
      name: type,
      nodes: [
        {
          id: '1',
          name,
          type: `n8n-nodes-iinked-sign.${type}`,
          typeVersion: 1,
          position: [0, 0],
          parameters: { resource: 'video', ...parameters },
          credentials: {
            iinkedSignApi: { id: await aCredential(scene.rest, scene.emulator.url, apiKey), name: 'x' },
          },
        },
      ],
      connections: {},
      settings: {},
    });
    signedIn ??= editor('light');
    const page = await (await signedIn).page.context().newPage();
    await page.goto(`${scene.n8n.url}/workflow/${id}`);
    await page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
    await page.getByTestId('ndv').waitFor();
    return page;
  }

  test('who chooses another package has to choose a video again', async () => {
    aLease(scene.emulator, 'editor-one', ['of-one'], 'First lease');
    aLease(scene.emulator, 'editor-two', ['of-two'], 'Second lease');
    const page = await openNode('iinkedSign', { operation: 'delete' });
    await choose(page, 'packageId', 'First lease');
    await choose(page, 'meetingVideoId', 'archived');
    expect(await chosen(page, 'meetingVideoId')).toContain('archived');
    await choose(page, 'packageId', 'Second lease');
    await expect.poll(() => chosen(page, 'meetingVideoId'), { timeout: 10_000 }).toBe('');
  });

  test('Dry Run is on again after another operation was chosen in between', async () => {
    const page = await openNode('iinkedSign', { operation: 'delete', dryRun: false });
    const isOn = () => field(page, 'dryRun').getByRole('switch').isChecked();
    expect(await isOn()).toBe(false);
    await select(page, 'operation', 'Get Many');
    await select(page, 'operation', 'Delete');
    await expect.poll(isOn, { timeout: 10_000 }).toBe(true);
  });

  test.each(['iinkedSign', 'iinkedSignTool'] as const)(
    'Delete All is offered by the node, but not as a tool: %s',
    async (type) => {
      const page = await openNode(type, { operation: 'delete' });
      await field(page, 'operation').click();
      const options = page.getByRole('option').filter({ visible: true });
      await options.first().waitFor();
      const offered = (await options.allInnerTexts()).map((text) => text.split('\n')[0]);
      expect(offered).toEqual(type === 'iinkedSign' ? ['Delete', 'Delete All', 'Get Many'] : ['Delete', 'Get Many']);
    },
  );
});
