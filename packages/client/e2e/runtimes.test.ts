import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium as browsers } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { faults, sequences, silences } from '../test/faults.ts';
import { run } from '../test/program.ts';
import { deleted, type Handler, inTurn, json, serve } from '../test/server.ts';
import { besideUndici, chromium, node } from './runtimes.ts';

type Order = { call: 'list' | 'delete' | 'deleteAll'; server: string; timeoutMs: number };
type Row = { fault: string; handler: Handler };

const names = ['list', 'delete', 'deleteAll'] as const;
const single: Row[] = Object.entries({ ...faults, ...silences }).map(([fault, handler]) => ({ fault, handler }));
const rows: Row[] = [
  ...single,
  ...single.map(({ fault, handler }) => ({ fault: `${fault}, once`, handler: inTurn(handler, json(deleted)) })),
  ...Object.entries(sequences).map(([fault, handler]) => ({ fault, handler })),
];

/** A server of its own for each call under each fault, and what each call came to, in words. */
async function matrix(ask: (orders: Order[]) => Promise<string[]>): Promise<string[]> {
  const cells = rows.flatMap(({ fault, handler }) => names.map((call) => ({ fault, handler, call })));
  const servers = await Promise.all(cells.map(({ handler }) => serve(handler)));
  const orders = cells.map(({ call, fault }, at) => {
    const isSilence = Object.keys(silences).some((silence) => fault.startsWith(silence));
    return { call, server: servers[at]?.url ?? '', timeoutMs: isSilence ? 2000 : 30_000 };
  });
  const ended = await ask(orders);
  return cells.map(({ call, fault }, at) => `${call}, ${fault}: ${servers[at]?.received.length} × ${ended[at]}`);
}

const inNode = (binary: string, entry: string) => async (orders: Order[]) => {
  const program = fileURLToPath(new URL('../test/matrixInNode.js', import.meta.url));
  const { endings }: { endings: string[] } = JSON.parse(await run(binary, [program, entry], JSON.stringify(orders)));
  return endings;
};

const here = () => matrix(inNode(process.execPath, 'iinked-sign'));

describe('the whole fault matrix comes out the same as in this Node', () => {
  const versions = ['20.19.5', '22.21.1'];
  const undicis = ['7.30.2', '8.13.1'];
  beforeAll(async () => {
    for (const version of versions) await node(version);
    for (const version of undicis) await besideUndici(version);
  });

  test.each(versions)('in Node %s', async (version) => {
    const binary = await node(version);
    expect((await run(binary, ['--version'], '')).trim()).toBe(`v${version}`);
    expect(await matrix(inNode(binary, 'iinked-sign'))).toEqual(await here());
  });

  // undici 8 asks for Node 22.19.
  test.each([
    ['20.19.5', '7.30.2'],
    ['22.21.1', '7.30.2'],
    ['22.21.1', '8.13.1'],
  ])('in Node %s, through undici %s', async (version, undici) => {
    expect(await matrix(inNode(await node(version), await besideUndici(undici)))).toEqual(await here());
  });

  test('in headless Chromium', async ({ skip }) => {
    const executablePath = chromium();
    if (executablePath === undefined) return skip('This machine has no Chromium; set CHROMIUM_PATH to one.');
    // The API does not invite other origins; this is about the language and fetch, not about CORS.
    const browser = await browsers.launch({ executablePath, args: ['--no-sandbox', '--disable-web-security'] });
    try {
      const inChromium = await matrix(async (orders) => {
        const page = await browser.newPage();
        const { url } = await serve(async (response, { path }) => {
          const file = path.endsWith('client.js') ? '../dist/index.js' : '../test/matrix.js';
          const isPage = path.endsWith('/page');
          response.writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/javascript' });
          response.end(isPage ? '<!doctype html>' : await readFile(new URL(file, import.meta.url)));
        });
        await page.goto(`${url}/page`);
        // As text: what is given as a function passes through the test runner's own module loader.
        return page.evaluate<string[]>(`Promise.all([import('./client.js'), import('./matrix.js')]).then(
          ([{ createClient }, { endings }]) => endings(createClient, ${JSON.stringify(orders)}),
        )`);
      });
      expect(inChromium).toEqual(await here());
    } finally {
      await browser.close();
    }
  });
});
