import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasChromium, launchChromium } from 'iinked-sign-testing/chromium';
import { deleted, faults, sequences, silences } from 'iinked-sign-testing/faults';
import { run } from 'iinked-sign-testing/processes';
import { installedPackage, nodeBinary } from 'iinked-sign-testing/runtimes';
import { type Handler, inTurn, json, serve } from 'iinked-sign-testing/servers';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Ask, inBun, inDeno, inNode, inWorkerdOf, type Order } from './runtimes.ts';

type Row = { fault: string; handler: Handler };

const names = ['list', 'delete', 'deleteAll'] as const;
// After a 408 or 421, a runtime's fetch may send a request again by itself, unless its body can be read once only.
const sentOnce = Object.entries(faults).filter(([fault]) => !/^(408|421)/.test(fault));
const stayingAndOnce = (handlers: [string, Handler][]): Row[] =>
  handlers.flatMap(([fault, handler]) => [
    { fault, handler },
    { fault: `${fault}, once`, handler: inTurn(handler, json(deleted)) },
  ]);
const answered: Row[] = [
  ...stayingAndOnce(sentOnce),
  ...Object.entries(sequences).map(([fault, handler]) => ({ fault, handler })),
];
const silent = stayingAndOnce(Object.entries(silences));

/** What each call came to under each fault, in words. */
async function matrix(ask: Ask): Promise<string[]> {
  // On a busy machine, the many others would use up the time of those whose time is to run out.
  return [...(await outcomes(ask, answered, 30_000)), ...(await outcomes(ask, silent, 2000))];
}

/** Makes each call to a server of its own under each fault, all at once. */
async function outcomes(ask: Ask, rows: Row[], timeoutMs: number): Promise<string[]> {
  const cells = rows.flatMap(({ fault, handler }) => names.map((call) => ({ fault, handler, call })));
  const servers = await Promise.all(cells.map(({ handler }) => serve(handler)));
  const ended = await ask(cells.map(({ call }, at): Order => ({ call, server: servers[at]?.url ?? '', timeoutMs })));
  return cells.map(({ call, fault }, at) => `${call}, ${fault}: ${servers[at]?.received.length} × ${ended[at]}`);
}

let inThisNode: string[] | undefined;
const here = async () => (inThisNode ??= await matrix(inNode(process.execPath)));

/** Returns the address of the built `iinked-sign/node`, beside an undici of this version. */
async function besideUndici(version: string): Promise<string> {
  const beside = join(await installedPackage('undici', version), '../iinked-sign');
  for (const part of ['dist', 'package.json']) {
    await cp(new URL(`../${part}`, import.meta.url), join(beside, part), { recursive: true });
  }
  return pathToFileURL(join(beside, 'dist/node.js')).href;
}

describe('the whole fault matrix comes out the same as in this Node', () => {
  const versions = ['20.19.5', '22.21.1'];
  const undicis = ['7.30.2', '8.13.1'];
  beforeAll(async () => {
    for (const version of versions) await nodeBinary(version);
    for (const version of undicis) await besideUndici(version);
  });

  test.each(versions)('in Node %s', async (version) => {
    const binary = await nodeBinary(version);
    expect((await run(binary, ['--version'])).trim()).toBe(`v${version}`);
    expect(await matrix(inNode(binary))).toEqual(await here());
  });

  test.each<[string, Ask]>([
    ['Deno', inDeno],
    ['Bun', inBun],
    ['workerd', inWorkerdOf('2026-11-01')],
    ['workerd, for a Worker that knows no cache mode', inWorkerdOf('2023-03-01')],
  ])('in %s', async (_, ask) => {
    expect(await matrix(ask)).toEqual(await here());
  });

  // undici 8 asks for Node 22.19.
  test.each([
    ['20.19.5', '7.30.2'],
    ['22.21.1', '7.30.2'],
    ['22.21.1', '8.13.1'],
  ])('in Node %s, through undici %s', async (version, undici) => {
    expect(await matrix(inNode(await nodeBinary(version), await besideUndici(undici)))).toEqual(await here());
  });

  test.each(undicis)('an Agent and a Pool that mock, of undici %s, respond in place of a server', async (version) => {
    const program = `import { createClient } from '${await besideUndici(version)}';
      import { MockAgent } from 'undici';
      const agent = new MockAgent();
      agent.disableNetConnect();
      const pool = agent.get('https://sandbox.syngrafii.com');
      for (const dispatcher of [agent, pool]) {
        pool.intercept({ path: '/api/v1/packages/p/videos' }).reply(200, { packageId: 'p', videos: [] });
        const { videos } = createClient({ apiKey: 'a', server: 'sandbox-us', dispatcher, timeoutMs: 10_000 });
        console.log(JSON.stringify(await videos.list({ packageId: 'p' })));
      }`;
    const folder = await installedPackage('undici', version);
    const output = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
    expect(output).toBe('{"packageId":"p","videos":[]}\n'.repeat(2));
  });

  test('in headless Chromium', async ({ skip }) => {
    if (!hasChromium) return skip('This machine has no Chromium; set CHROMIUM_PATH to one.');
    // The API does not invite other origins; this is about the language and fetch, not about CORS.
    const browser = await launchChromium('--disable-web-security');
    try {
      const inChromium = await matrix(async (orders) => {
        const page = await browser.newPage();
        const { url } = await serve(async (response, { path }) => {
          const name = path.slice(path.lastIndexOf('/') + 1);
          // The browser asks for it by itself.
          if (name === 'favicon.ico') return void response.writeHead(204).end();
          const file = name === 'matrix.js' ? 'matrix.js' : `../dist/${name}`;
          const isPage = name === 'page';
          response.writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/javascript' });
          response.end(isPage ? '<!doctype html>' : await readFile(new URL(file, import.meta.url)));
        });
        await page.goto(`${url}/page`);
        // As text: what is given as a function passes through the test runner's own module loader.
        return page.evaluate<string[]>(`Promise.all([import('./index.js'), import('./matrix.js')]).then(
          ([{ createClient }, { endings }]) => endings(createClient, ${JSON.stringify(orders)}),
        )`);
      });
      // A browser may send a request twice, so deleteAll is rejected there.
      const rejected = ': 0 × InvalidRequestError, mayHaveDeleted: false';
      expect(inChromium).toEqual(
        (await here()).map((cell) => (cell.startsWith('deleteAll') ? cell.replace(/: \d+ × .*/, rejected) : cell)),
      );
    } finally {
      await browser.close();
    }
  });
});
