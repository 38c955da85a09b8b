import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { node } from '../../client/e2e/runtimes.ts';
import { faults, silences } from '../../client/test/faults.ts';
import { meetingVideoId, packageId, serve } from '../../client/test/server.ts';
import { stage, zip } from '../release/zip.ts';
import { aZap, connectionTo } from '../test/zap.ts';
import type { Event, Outcome, Report } from './handler.ts';

const require = createRequire(import.meta.url);
const decompress: (
  zip: string,
  folder: string,
) => Promise<void> = require('zapier-platform-cli/src/utils/decompress.js');
const zapiersNodes: { nodeVersion: string }[] = require('zapier-platform-cli/src/version-store.js');
const nodeVersion = '22.21.1';

let folder: string;
let binary: string;
let zips: { app: string; empty: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zapier-zip-'));
  binary = await node(nodeVersion);
  const staged = { app: join(folder, 'staged-app'), empty: join(folder, 'staged-empty') };
  await stage(staged.app);
  await stageEmpty(staged.app, staged.empty);
  zips = { app: await zip(staged.app), empty: await zip(staged.empty) };
  await decompress(zips.app, join(folder, 'app'));
  await decompress(zips.empty, join(folder, 'empty'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** An app that can do nothing, on the same packages. */
async function stageEmpty(like: string, empty: string): Promise<void> {
  await mkdir(join(empty, 'dist'), { recursive: true });
  await cp(join(like, 'node_modules'), join(empty, 'node_modules'), { recursive: true });
  await cp(join(like, '.zapierapprc'), join(empty, '.zapierapprc'));
  await cp(join(like, '.gitignore'), join(empty, '.gitignore'));
  const { dependencies }: { dependencies: Record<string, string> } = require(join(like, 'package.json'));
  const json = { name: 'empty-app', version: '1.0.0', type: 'module', exports: './dist/index.js', dependencies };
  await writeFile(join(empty, 'package.json'), JSON.stringify(json));
  const platformVersion = dependencies['zapier-platform-core'];
  await writeFile(
    join(empty, 'dist/index.js'),
    `export default ${JSON.stringify({ version: '1.0.0', platformVersion })};`,
  );
}

/** Starts an unpacked zip in a process of its own, and gives its handler events. */
async function runZip(name: 'app' | 'empty', events: Event[]): Promise<Report> {
  const program = fileURLToPath(new URL('handler.ts', import.meta.url));
  const { NODE_ENV: _, ...env } = process.env;
  const options = { cwd: join(folder, name), env: { ...env, NODE_NO_WARNINGS: '1' }, timeout: 60_000 };
  const running = promisify(execFile)(binary, [program], options);
  running.child.stdin?.end(JSON.stringify(events));
  const { stdout } = await running;
  // Zapier's runtime prints its memory use before.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** An event as Zapier's cloud makes it: with values, with what a person put into the fields, and with its own settings. */
function execute(method: string, authData: object, inputData: object = {}, isLoadingSample = false): Event {
  const meta = {
    isFillingDynamicDropdown: false,
    isLoadingSample,
    isPopulatingDedupe: false,
    limit: -1,
    page: 0,
  };
  return { command: 'execute', method, bundle: { authData, inputData, inputDataRaw: inputData, meta } };
}

const steps = {
  find: 'searches.find_package_videos.operation.perform',
  delete: 'creates.delete_video.operation.perform',
  deleteAll: 'creates.delete_all_package_videos.operation.perform',
};

test('the tests run in the Node of Zapier', async () => {
  expect(nodeVersion.split('.')[0]).toBe(zapiersNodes.at(-1)?.nodeVersion);
});

describe('the unpacked zip', () => {
  const lease = { packageId: 'lease' };
  const video = { packageId: 'lease', meetingVideoId: 'a' };

  test.each<[string, string, object, unknown, number]>([
    ['connects', 'authentication.test', {}, { label: expect.stringContaining('Private Instance (') }, 3],
    ['lists packages', 'triggers.list_packages.operation.perform', {}, [{ id: 'lease' }], 3],
    ['lists videos', 'triggers.list_videos.operation.perform', lease, [{ id: 'a' }, { id: 'b' }, { id: 'c' }], 3],
    ['finds videos', steps.find, lease, [{ id: 'lease', videoCount: 3 }], 3],
    ['previews one deletion', steps.delete, { ...video, dryRun: 'yes' }, { deleted: false, wouldDelete: true }, 3],
    ['deletes one video', steps.delete, video, { id: 'a', deleted: true, deletedCount: 1 }, 2],
    [
      'previews the deletion of all',
      steps.deleteAll,
      { ...lease, dryRun: 'yes' },
      { deleted: false, wouldDelete: true },
      3,
    ],
    ['deletes all videos', steps.deleteAll, lease, { id: 'lease', deleted: true, deletedCount: 3 }, 0],
  ])('%s', async (_, method, inputData, results, remaining) => {
    const { authData, left } = await aZap();
    const { outcomes } = await runZip('app', [execute(method, authData, inputData)]);
    expect(outcomes).toMatchObject([{ results }]);
    expect(left()).toBe(remaining);
  });

  test('deletes nothing in a test in the editor, nor without permission all videos of a package', async () => {
    const { authData, left } = await aZap();
    const withoutPermission = { ...authData, allowDeleteAll: 'no' };
    const { outcomes } = await runZip('app', [
      execute(steps.delete, authData, video, true),
      execute(steps.deleteAll, authData, lease, true),
      execute(steps.deleteAll, withoutPermission, lease),
    ]);
    expect(outcomes).toMatchObject([
      { results: { isTest: true, deleted: false, wouldDelete: true } },
      { results: { isTest: true, deleted: false, wouldDelete: true } },
      { error: { name: 'AppError', message: expect.stringContaining('not allowed by this connection') } },
    ]);
    expect(left()).toBe(3);
  });

  test('refuses what is not one id, and sends nothing', async () => {
    const { authData, emulator } = await aZap();
    const wrong = [undefined, null, '', ' ', [], ['a'], 'a,b', 7];
    const events = wrong.flatMap((id) => [
      execute(steps.delete, authData, { packageId: 'lease', meetingVideoId: id }),
      execute(steps.deleteAll, authData, { packageId: id }),
      execute(steps.find, authData, { packageId: id }),
    ]);
    const { outcomes } = await runZip('app', events);
    const message = expect.stringContaining('Nothing was sent and nothing was deleted.');
    expect(outcomes).toMatchObject(events.map(() => ({ error: { name: 'AppError', message } })));
    expect(emulator.requests).toEqual([]);
  });

  test('stops in its own words, to which Zapier adds neither bundle nor response', async () => {
    const { authData } = await aZap();
    const { outcomes } = await runZip('app', [execute(steps.deleteAll, authData, { packageId: 'x' })]);
    const message = expect.stringMatching(/^The API .* 404 \(package_not_found\)[^{]*\.$/);
    expect(outcomes).toMatchObject([{ error: { name: 'HaltedError', message } }]);
  });

  test('ends before the 30 seconds of Zapier are over, whatever the server does', async () => {
    const slow = { ...silences, 'connection lost in the answer': faults['connection lost in the answer'] };
    const servers = Object.entries(slow).flatMap(([fault, handler]) =>
      Object.values(steps).map(async (method) => ({ fault, method, ...(await serve(handler ?? (() => undefined))) })),
    );
    const cells = await Promise.all(servers);
    const events = cells.map(({ url, method }) =>
      execute(method, connectionTo(url, 'key'), {
        packageId,
        ...(method === steps.delete && { meetingVideoId }),
      }),
    );
    const { outcomes } = await runZip('app', events);
    const ends = Object.fromEntries(cells.map(({ fault, method }, at) => [`${method}, ${fault}`, endOf(outcomes[at])]));
    const expected: Record<string, unknown> = {
      [steps.find]: { name: 'AppError', isInTime: true, mayHaveDeleted: false },
      [steps.delete]: { name: 'AppError', isInTime: true, mayHaveDeleted: true },
      [steps.deleteAll]: { name: 'HaltedError', isInTime: true, mayHaveDeleted: true },
    };
    expect(ends).toEqual(
      Object.fromEntries(cells.map(({ fault, method }) => [`${method}, ${fault}`, expected[method]])),
    );
    // A deletion leaves time for the list that settles how it ended.
    const requests = cells.map(({ received }) => received.map(({ method }) => method));
    expect(requests).toEqual(cells.map(({ method }) => (method === steps.find ? ['GET'] : ['POST', 'GET'])));
  });
});

function endOf(outcome: Outcome | undefined) {
  const { error, milliseconds = Number.POSITIVE_INFINITY } = outcome ?? {};
  const mayHaveDeleted = error?.message.includes('may have been deleted');
  return { name: error?.name, isInTime: milliseconds < 28_000, mayHaveDeleted };
}

const rounds = 15;
const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

test('the zip is at most 1.5 times as big as that of an empty app, and starts about as fast', async () => {
  const [app, empty] = await Promise.all([stat(zips.app), stat(zips.empty)]);
  const starts: Record<'app' | 'empty', number[]> = { app: [], empty: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? (['app', 'empty'] as const) : (['empty', 'app'] as const)) {
      starts[name].push((await runZip(name, [])).loadedInMs);
    }
  }
  const start = { app: median(starts.app), empty: median(starts.empty) };
  const kilobytes = ({ size }: { size: number }) => `${Math.round(size / 1000)} kB`;
  console.log(`
  zip         ${kilobytes(app)}, ${(app.size / empty.size).toFixed(2)} times an empty app's ${kilobytes(empty)} (limit 1.5)
  cold start  ${start.app.toFixed(0)} ms, ${(start.app / start.empty).toFixed(2)} times an empty app's ${start.empty.toFixed(0)} ms (wanted: 1.2 at most; medians of ${rounds} starts each, in turns)
`);
  expect(app.size / empty.size).toBeLessThanOrEqual(1.5);
});
