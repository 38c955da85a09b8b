import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, hasChromium, launchChromium, type Page, selectors } from 'iinked-sign-testing/chromium';
import { owner } from 'iinked-sign-testing/n8n/rest';
import { aCredential } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { aLease, apiKey, byId, useScene } from './scene.mts';

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

/** Closes the node that is open. */
async function closeNode(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId('ndv').waitFor({ state: 'hidden' });
}

/** Executes the node that is open. */
async function execute(page: Page): Promise<void> {
  const ended = page.waitForResponse(/\/rest\/workflows\/[^/]+\/run/);
  await page.getByTestId('node-execute-button').click();
  await ended;
}

// For one thing that the editor does, on a machine with much else to do. What was waited for is named when it passes.
const patienceMs = 4 * 60_000;

// The README of the node shows these: `UPDATE_PICTURES=1` takes them anew.
const pictures = process.env.UPDATE_PICTURES
  ? fileURLToPath(new URL('../docs/', import.meta.url))
  : mkdtempSync(join(tmpdir(), 'pictures-'));

const person = 'a person (needs Chromium: set CHROMIUM_PATH where it is not found)';
describe.skipIf(!hasChromium)(person, { timeout: 15 * 60_000 }, () => {
  const scene = useScene();
  let browser: Browser;
  beforeAll(async () => {
    selectors.setTestIdAttribute('data-test-id');
    // Not by a route, for which the browser would load the editor anew, without its cache, in every test.
    browser = await launchChromium('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
  });
  afterAll(() => browser?.close());

  /** The editor with a workflow that has our node, signed in, and nothing let out but to this machine. */
  async function editor(colorScheme: 'light' | 'dark'): Promise<{ page: Page; outside: string[] }> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1400, height: 900 } });
    context.setDefaultTimeout(patienceMs);
    const outside: string[] = [];
    context.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') outside.push(request.url());
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
      onTestFinished(() => page.context().close());
      await page.goto(`${scene.n8n.url}/workflow/${id}`);
      await page.locator('[data-test-id=canvas-node][data-node-name="Start"]').click();
      await page.getByTestId('node-creator-plus-button').click();
      await page.getByTestId('node-creator-search-bar').fill('iinked');
      await page.getByText('iinked Sign', { exact: true }).first().click();
      await page.getByText('Delete video', { exact: true }).click();
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
    return openWorkflow(id, name);
  }

  /** Opens a node of a workflow. */
  async function openWorkflow(id: string, name: string): Promise<Page> {
    signedIn ??= editor('light');
    const page = await (await signedIn).page.context().newPage();
    onTestFinished(() => page.close());
    await page.goto(`${scene.n8n.url}/workflow/${id}`);
    await page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
    await page.getByTestId('ndv').waitFor();
    return page;
  }

  test('makes a credential, and sees in words whether it works', async () => {
    const page = await openNode('iinkedSign', { operation: 'delete' });
    await page.getByTestId('node-credentials-select').click();
    await page.getByTestId('node-credentials-select-item-new').click();
    const dialog = page.getByTestId('credential-edit-dialog');
    const fill = async (key: string) => {
      await dialog.getByTestId('parameter-input-apiKey').locator('input').fill(key);
      await page.getByTestId('credential-save-button').click();
    };
    await select(page, 'server', 'Private Instance');
    await dialog.getByTestId('parameter-input-baseUrl').locator('input').fill(scene.emulator.url);
    await fill('not-the-key');
    await dialog.getByText('More details').click();
    await dialog.getByText('The API does not accept this key').waitFor();
    const tested = page.waitForResponse((response) => response.url().endsWith('/credentials/test'));
    await fill(apiKey);
    expect(await (await tested).json()).toMatchObject({ data: { status: 'OK' } });
    // n8n closes it after a test that went well.
    await dialog.waitFor({ state: 'hidden' });
  });

  test('deletes all videos of a package, after a dry run and with the permission switched on', async () => {
    const left = aLease(scene.emulator, 'editor-all', ['one', 'two'], 'Lease to clear');
    const page = await openNode('iinkedSign', { operation: 'delete' });
    await select(page, 'operation', 'Delete All');
    await choose(page, 'packageId', 'Lease to clear');
    await execute(page);
    await page.getByTestId('output-panel').getByText('wouldDelete').first().waitFor();
    expect(left()).toHaveLength(2);
    await field(page, 'dryRun').locator('.el-switch').click();
    await execute(page);
    await page.getByTestId('output-panel').getByText('not allowed to delete all videos').first().waitFor();
    expect(left()).toHaveLength(2);
    await field(page, 'allowDeleteAll').locator('.el-switch').click();
    await execute(page);
    await page.getByTestId('output-panel').getByText('deletedCount').first().waitFor();
    await expect.poll(left, { timeout: patienceMs }).toEqual([]);
  });

  test('plans, approves in a form, applies and audits', async () => {
    const left = aLease(scene.emulator, 'editor-plan', ['planned-1', 'planned-2'], 'Lease to plan');
    const credentials = {
      iinkedSignApi: { id: await aCredential(scene.rest, scene.emulator.url, apiKey), name: 'x' },
    };
    const ours = (name: string, parameters: object) => ({
      name,
      type: 'n8n-nodes-iinked-sign.iinkedSign',
      typeVersion: 1,
      credentials,
      parameters: { resource: 'deletionPlan', ...parameters },
    });
    const decision = { fieldLabel: 'Decision', fieldType: 'dropdown', requiredField: true };
    const options = { values: [{ option: 'Keep' }, { option: 'Delete' }] };
    const plan = "={{ $('Create').first().json.plan }}";
    const nodes = [
      { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
      ours('Create', {
        operation: 'create',
        packagesBy: 'ids',
        packageIds: 'editor-plan',
        olderThanUnit: 'days',
        approvalsNeeded: 1,
      }),
      {
        name: 'Ask',
        type: 'n8n-nodes-base.wait',
        typeVersion: 1.1,
        webhookId: 'editor-approve',
        parameters: {
          resume: 'form',
          formTitle: 'Delete recorded videos?',
          formDescription: '={{ $json.html }}',
          formFields: { values: [{ ...decision, fieldOptions: options }] },
        },
      },
      // It names no plan: that of Create is found.
      ours('Approve', { operation: 'approve', by: 'Jane Doe' }),
      ours('Apply', { operation: 'apply', plan, dryRun: false, output: 'report', approvals: '={{ $json.approval }}' }),
      ours('Audit', { operation: 'audit', reports: '={{ $json.report }}' }),
    ].map((node, at) => ({ id: `${at}`, position: [220 * at, 0], ...node }));
    const names = nodes.map(({ name }) => name);
    const { id } = await scene.rest.post<{ id: string }>('/workflows', {
      name: 'Plan',
      nodes,
      connections: Object.fromEntries(
        names.slice(0, -1).map((name, at) => [name, { main: [[{ node: names[at + 1], type: 'main', index: 0 }]] }]),
      ),
      settings: {},
    });
    const page = await openWorkflow(id, 'Create');
    await field(page, 'olderThan').locator('input').fill('1');
    await field(page, 'maxVideos').locator('input').fill('10');
    await execute(page);
    await page.getByTestId('output-panel').getByText('planned-1').first().waitFor();
    await page.screenshot({ path: join(pictures, 'plan-light.png') });
    await closeNode(page);
    await page.locator('[data-test-id=canvas-node][data-node-name="Apply"]').dblclick();
    await page.getByText(`2 videos to delete, 0.0 MB, on ${scene.emulator.url}`).first().waitFor();
    await page.screenshot({ path: join(pictures, 'apply-light.png') });
    await closeNode(page);
    const opened = page.context().waitForEvent('page');
    await page.getByTestId('execute-workflow-button').first().click();
    const form = await opened;
    await form.getByText('planned-2').first().waitFor();
    expect(left()).toHaveLength(2);
    await form.locator('select').selectOption('Delete');
    await form.screenshot({ path: join(pictures, 'approve-light.png') });
    await form.locator('button[type=submit], #submit-btn').first().click();
    await expect.poll(left, { timeout: patienceMs }).toEqual([]);
    await page.locator('[data-test-id=canvas-node][data-node-name="Audit"]').dblclick();
    await page.getByTestId('output-panel').getByText('deletion-receipt').first().waitFor();
    await page.screenshot({ path: join(pictures, 'receipt-light.png') });
  });

  test('who chooses another package has to choose a video again', async () => {
    aLease(scene.emulator, 'editor-one', ['of-one'], 'First lease');
    aLease(scene.emulator, 'editor-two', ['of-two'], 'Second lease');
    const page = await openNode('iinkedSign', { operation: 'delete' });
    await choose(page, 'packageId', 'First lease');
    await choose(page, 'meetingVideoId', 'archived');
    expect(await chosen(page, 'meetingVideoId')).toContain('archived');
    await choose(page, 'packageId', 'Second lease');
    await expect.poll(() => chosen(page, 'meetingVideoId'), { timeout: patienceMs }).toBe('');
  });

  test.each([
    ['Delete', ['Get Many', 'Delete']],
    ['Delete', ['Delete All']],
    ['Delete All', ['Delete']],
  ])('Dry Run is on again after %s when another operation is chosen: %j', async (from, chosenNext) => {
    const operation = from === 'Delete' ? 'delete' : 'deleteAll';
    const page = await openNode('iinkedSign', { operation, dryRun: false });
    const isOn = () => field(page, 'dryRun').getByRole('switch').isChecked();
    expect(await isOn()).toBe(false);
    for (const next of chosenNext) await select(page, 'operation', next);
    await expect.poll(isOn, { timeout: patienceMs }).toBe(true);
  });

  test('what one operation does not take is forgotten when it is chosen, so that nothing strays', async () => {
    const left = aLease(scene.emulator, 'editor-stray', ['stays']);
    const page = await openNode('iinkedSign', {
      operation: 'delete',
      packageId: byId('editor-stray'),
      meetingVideoId: byId('stays'),
      onlyIfOlderThan: 99,
      onlyIfRetentionOver: false,
    });
    const output = page.getByTestId('output-panel');
    await select(page, 'operation', 'Download');
    await select(page, 'operation', 'Delete All');
    await execute(page);
    await output.getByText('stays').first().waitFor();
    await select(page, 'resource', 'Package');
    await execute(page);
    await output.getByText('editor-stray').first().waitFor();
    await select(page, 'resource', 'Deletion Plan');
    await field(page, 'olderThan').locator('input').fill('1');
    await field(page, 'maxVideos').locator('input').fill('10');
    await select(page, 'packagesBy', 'By ID');
    await select(page, 'operation', 'Audit');
    await execute(page);
    await output.getByText("the parameter 'Plan'").first().waitFor();
    expect(left()).toEqual(['stays']);
  });

  test.each(['iinkedSign', 'iinkedSignTool'] as const)(
    'Delete All is offered by the node, but not as a tool: %s',
    async (type) => {
      const page = await openNode(type, { operation: 'delete' });
      await field(page, 'operation').click();
      const options = page.getByRole('option').filter({ visible: true });
      await options.first().waitFor();
      const offered = (await options.allInnerTexts()).map((text) => text.split('\n')[0]);
      expect(offered).toEqual(
        type === 'iinkedSign' ? ['Delete', 'Delete All', 'Download', 'Get Many'] : ['Delete', 'Download', 'Get Many'],
      );
    },
  );
});
