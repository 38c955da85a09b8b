import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasChromium, launchChromium } from 'iinked-sign-testing/chromium';
import { run } from 'iinked-sign-testing/processes';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

describe.skipIf(!hasChromium)('the API reference (needs Chromium: set CHROMIUM_PATH where it is not found)', () => {
  let browser: Browser;
  let server: Server;
  let site = '';
  beforeAll(async () => {
    await run('pnpm', ['run', 'docs'], { cwd: path('..'), timeoutMs: 180_000 });
    server = createServer(async ({ url = '' }, response) => {
      const file = path(`../dist/docs${new URL(url, 'http://here').pathname}`);
      const content = await readFile(file).catch(() => undefined);
      response.writeHead(content ? 200 : 404, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    site = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    server?.close();
    await browser?.close();
  });

  /** Opens a page, and notes what goes wrong on it: errors, and whatever it asks of another place. */
  async function open(name: string): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
    page.on(
      'request',
      (request) =>
        !/^(data|blob):/.test(request.url()) &&
        !request.url().startsWith(site) &&
        problems.push(`outside: ${request.url()}`),
    );
    await page.goto(new URL(name, site).href);
    return { page, problems };
  }

  /** Whether something is shown within two seconds. */
  const appears = (locator: Locator | undefined) =>
    locator?.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    ) ?? false;

  test('begins with a page that leads to both parts', async () => {
    const { page, problems } = await open('index.html');
    await page.getByRole('link', { name: 'The client' }).click();
    await page.getByRole('heading', { level: 1, name: /^iinked-sign/ }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'The API' }).click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(problems).toEqual([]);
  });

  test('shows every operation of the contract', async () => {
    const { page, problems } = await open('contract.html');
    // A click on its name opens a group of operations, once the page's script runs.
    for (const [group, summaries] of Object.entries({
      videos: ["List a package's videos", 'Delete one video, or all videos, of a package'],
      packages: ['List packages'],
    })) {
      const [first, ...others] = summaries.map((summary) => page.getByText(summary).first());
      for (let isOpen = false; !isOpen; isOpen = await appears(first)) {
        await page.getByText(group, { exact: true }).first().click();
      }
      for (const each of others) await each.waitFor();
    }
    expect(problems).toEqual([]);
  });

  test('shows the parameters and the docstrings of each deletion', async () => {
    const { page, problems } = await open('client/types/iinked-sign.Videos.html');
    await page.getByText('Deletes every video of a package for good.').first().waitFor();
    const parameters = (method: string) =>
      page.locator(`.tsd-member:has(#${method}) .tsd-parameter-list`).first().textContent();
    expect(await parameters('delete')).toMatch(/video: VideoIds.*options: DeleteOptions/s);
    expect(await parameters('deleteall')).toMatch(/target: PackageOnly.*options: DeletionOptions/s);
    expect(problems).toEqual([]);
  });

  test('has one title, and a sidebar that is open and grouped by what the exports belong to', async () => {
    const { page, problems } = await open('client/index.html');
    const sidebar = page.locator('#tsd-nav-container');
    // In the last group of the last entry, so everything above it is open.
    await sidebar.getByText('SealKeyHolder').waitFor();
    expect(await sidebar.locator('details:not([open])').count()).toBe(0);
    const videos = sidebar.locator('details:has(> summary :text-is("Videos"))').first();
    await videos.getByText('DeleteAllResult').waitFor();
    expect(await page.locator('h1').allInnerTexts()).toEqual(['iinked-sign']);
    expect(problems).toEqual([]);
  });

  test('shows each entry of the client, and leads from a function to the errors that it throws', async () => {
    const { page, problems } = await open('client/modules.html');
    for (const entry of ['iinked-sign', 'iinked-sign/node', 'iinked-sign/retention']) {
      await page.locator('.col-content').getByRole('link', { name: entry, exact: true }).first().waitFor();
    }
    await page.goto(new URL('client/functions/iinked-sign_retention.applyPlan.html', site).href);
    await page.locator('.col-content').getByRole('link', { name: 'PlanRefusedError' }).click();
    await page.getByText('A plan was refused. Nothing was deleted.').first().waitFor();
    expect(problems).toEqual([]);
  });

  test('shows what each field of a video means', async () => {
    const { page, problems } = await open('client/interfaces/iinked-sign.MeetingVideo.html');
    await page.getByText('Length of the video, in ISO 8601').first().waitFor();
    expect(problems).toEqual([]);
  });

  test('has no link to a page or a place on a page that is not there', async () => {
    const idsOf = new Map<string, Set<string>>();
    const links: { from: string; to: URL }[] = [];
    const waiting = ['index.html'].map((name) => new URL(name, site).href);
    for (const page of waiting) {
      if (idsOf.has(page)) continue;
      const answer = await fetch(page);
      expect(answer.status, page).toBe(200);
      const html = await answer.text();
      idsOf.set(page, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)));
      // The contract's page is one application, whose places exist while it runs.
      if (page.endsWith('contract.html')) continue;
      for (const [, href = ''] of html.matchAll(/<a\s[^>]*href="([^"]*)"/g)) {
        const to = new URL(href.replaceAll('&amp;', '&'), page);
        if (to.origin !== new URL(site).origin) continue;
        links.push({ from: page, to });
        waiting.push(to.href.replace(/#.*$/, ''));
      }
    }
    const broken = links.filter(({ to }) => {
      const place = decodeURIComponent(to.hash.slice(1));
      return place !== '' && !idsOf.get(to.href.replace(/#.*$/, ''))?.has(place);
    });
    expect(idsOf.size).toBeGreaterThan(20);
    expect(broken.map(({ from, to }) => `${from} → ${to.href}`)).toEqual([]);
  });
});
