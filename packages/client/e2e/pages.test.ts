import { hasChromium, launchChromium } from 'iinked-sign-testing/chromium';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SealedKind, sealed } from '../src/retention/documents/seals.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import { formatDocument } from '../src/retention/show/formatDocument.ts';
import { kinds, sealKey, wholeContents } from '../test/documents-fixtures.ts';
import { untyped } from '../test/fixtures.ts';
import { oddNames, oddPlan, oddReport } from '../test/odd-documents.ts';

type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;
type View = { width?: number; colorScheme?: 'light' | 'dark'; media?: 'screen' | 'print' };

const a4 = 703;
const documents: [string, string][] = [
  ...kinds.map((kind: SealedKind): [string, string] => {
    const document = sealed(kind, untyped(wholeContents[kind]), sealerOfHolder({ sealKey }));
    return [kind, formatDocument(document, { format: 'page', timeZone: 'America/Toronto' })];
  }),
  ['plan with odd names', formatDocument(oddPlan(80), { format: 'page' })],
  ['report with odd names', formatDocument(oddReport(80), { format: 'page' })],
];

describe.skipIf(!hasChromium)('in a real Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function shown<Result>(
    html: string,
    { width = 1200, colorScheme = 'light', media = 'screen' }: View,
    look: (page: Page) => Promise<Result>,
  ): Promise<Result> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    try {
      page.setDefaultTimeout(30_000);
      await page.emulateMedia({ media, colorScheme });
      await page.setContent(html, { timeout: 60_000 });
      const result = await look(page);
      expect(requests).toEqual([]);
      return result;
    } finally {
      await page.close();
    }
  }

  describe.each(documents)('the page of a %s', (_, html) => {
    test.each<View>([{ width: 1200 }, { width: 360 }, { width: a4, media: 'print' }])('fits into %j', async (view) => {
      const tooWide = await shown(html, view, (page) =>
        page.evaluate(() => {
          const limit = document.documentElement.clientWidth;
          // Where the page is narrow, each cell shows its column, and the heads of columns are for screen readers only.
          const isForReaders = (element: Element) => {
            const head = element.closest('thead');
            return head !== null && getComputedStyle(head).position === 'absolute';
          };
          const isOut = (element: Element) => element.getBoundingClientRect().right > limit + 1;
          return [...document.querySelectorAll('body *')]
            .filter((element) => isOut(element) && !isForReaders(element))
            .map((element) => element.outerHTML.slice(0, 100))
            .slice(0, 5);
        }),
      );
      expect(tooWide).toEqual([]);
    });

    test.each<View>([{ colorScheme: 'light' }, { colorScheme: 'dark' }, { colorScheme: 'dark', media: 'print' }])(
      'has text that stands out, in %j',
      async (view) => {
        const least = await shown(html, view, leastContrast);
        expect(least).toBeGreaterThanOrEqual(4.5);
      },
    );

    test.each<View>([{ width: 1200 }, { width: 360 }])('reads aloud as what it is, in %j', async (view) => {
      await shown(html, view, async (page) => {
        const session = await page.context().newCDPSession(page);
        const { nodes } = await session.send('Accessibility.getFullAXTree');
        const roles = nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => [role?.value, name?.value ?? '']);
        const count = (role: string) => roles.filter(([each]) => each === role).length;
        expect(count('main')).toBe(1);
        expect(roles.filter(([role, name]) => role === 'heading' && name === '')).toEqual([]);
        const tables = await page.locator('table').count();
        expect(count('table')).toBe(tables);
        expect(count('row')).toBe(await page.locator('tr').count());
        expect(count('cell') + count('gridcell')).toBe(await page.locator('td').count());
        expect(count('columnheader')).toBe(await page.locator('thead th').count());
        expect(count('rowheader')).toBeGreaterThan(0);
      });
    });

    test('has headings in order, a language, a title, and ids that are there once', async () => {
      const found = await shown(html, {}, (page) =>
        page.evaluate(() => ({
          levels: [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.tagName.slice(1))),
          language: document.documentElement.lang,
          title: document.title,
          ids: document.querySelectorAll('[id]').length,
        })),
      );
      expect(found).toMatchObject({ language: 'en', title: expect.stringMatching(/\S/), ids: 0 });
      expect(found.levels.filter((level) => level === 1)).toHaveLength(1);
      expect(found.levels[0]).toBe(1);
      expect(Math.max(...found.levels)).toBe(2);
    });
  });

  test('names are text: they run nothing, add nothing, and turn nothing around', async () => {
    await shown(formatDocument(oddPlan(80), { format: 'page' }), {}, async (page) => {
      const found = await page.evaluate(() => ({
        title: document.title,
        strangers: document.querySelectorAll('body :is(img, script, a, iframe, style, link, b, i, form)').length,
        headings: document.querySelectorAll('h1').length,
        bidi: [...document.querySelectorAll('bdi')].map((each) => getComputedStyle(each).unicodeBidi),
        heights: [...document.querySelectorAll('td, th')].map((cell) => cell.getBoundingClientRect().height),
        text: document.body.textContent,
      }));
      expect(found).toMatchObject({ title: 'Deletion plan: 80 videos to delete', strangers: 0, headings: 1 });
      expect(found.bidi.every((each) => each.startsWith('isolate'))).toBe(true);
      expect(Math.max(...found.heights)).toBeLessThan(400);
      expect(found.text).toContain(oddNames[0]);
      expect(found.text).toContain('⟨U+200B⟩⟨U+2800⟩⟨U+00AD⟩');
      expect(found.text).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/);
    });
  });

  test('what stands after a name from right to left stays after it', async () => {
    await shown(formatDocument(oddPlan(80), { format: 'page' }), {}, async (page) => {
      const name = page.locator('th[scope=rowgroup] > bdi', { hasText: 'עברית' });
      const [first, second] = [await name.boundingBox(), await name.locator('xpath=../small').boundingBox()];
      expect(second?.y).toBeGreaterThan(first?.y ?? Number.POSITIVE_INFINITY);
      expect(second?.x).toBeLessThanOrEqual((first?.x ?? 0) + 1);
    });
  });

  test('5 000 videos are shown, on a screen and on paper', async () => {
    const html = formatDocument(oddPlan(5000), { format: 'page' });
    expect(html.length).toBeLessThan(4e6);
    await shown(html, {}, async (page) => {
      expect(await page.locator('[data-column="Retention until"]').count()).toBe(5000 + 3);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(50);
    });
  });

  test('a fragment stands in a page of somebody else', async () => {
    const html = formatDocument(oddPlan(80), { format: 'html' });
    const text = await shown(`<!doctype html><title>Form</title><h1>Approve?</h1>${html}`, {}, (page) =>
      page.evaluate(() => document.body.textContent),
    );
    expect(text).toContain('Deletion plan: 80 videos to delete');
    expect(text).toContain(oddNames[0]);
  });
});

/** The least contrast between a text and what is behind it, as WCAG 2 computes it. */
function leastContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    function channels(color: string): number[] {
      if (!canvas) return [];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    }
    function luminance(color: string): number {
      const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
        const share = channel / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
    function behind(element: Element | null): string {
      for (let at = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if ((channels(backgroundColor)[3] ?? 0) > 0) return backgroundColor;
      }
      return getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#121212' : '#fff';
    }
    const seen = new Map<string, number>();
    for (const element of document.querySelectorAll('body *')) {
      const pair = [getComputedStyle(element).color, behind(element)];
      const key = pair.join();
      if (seen.has(key)) continue;
      const [one = 0, other = 0] = pair.map(luminance).sort((first, second) => second - first);
      seen.set(key, (one + 0.05) / (other + 0.05));
    }
    return [...seen.values()].reduce((least, each) => Math.min(least, each));
  });
}
