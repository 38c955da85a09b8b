import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { start as startProgram } from 'iinked-sign-testing/processes';
import { nobody } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test } from 'vitest';

const command = fileURLToPath(new URL('../src/command.ts', import.meta.url));
const apiKey = 'a-key-of-the-test';

async function start() {
  const videos = [aVideo({ meetingVideoId: 'one' }), aVideo()];
  const packages = [aPackage({ packageId: 'lease', name: 'Name of a customer', videos })];
  const emulator = await startEmulator({ apiKey, packages });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** Runs the program, and gives what it printed and its report. */
async function verify(server: string, key: string, ...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const env = { PATH: process.env.PATH, INIT_CWD: folder, IINKED_SIGN_API_KEY: key };
  const child = startProgram(process.execPath, [command, '--server', server, ...args], { env, timeoutMs: 50_000 });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += chunk));
  child.stderr.on('data', (chunk) => (written.err += chunk));
  const [code] = await once(child, 'close');
  const report = await readFile(join(folder, 'iinked-sign-report.md'), 'utf8').catch(() => undefined);
  return { ...written, code, report };
}

test('it only reads, prints each assumption, and writes a report', async () => {
  const emulator = await start();
  const before = structuredClone(emulator.packages);
  const { code, out, err, report } = await verify(emulator.url, apiKey);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/✔ confirmed {2}NotAuthenticated +401 api_key_not_authorized$/m);
  expect(out).toMatch(/^\d+ confirmed, 0 refuted, \d+ not seen\.$/m);
  expect(report).toContain('| `NotAuthenticated` | confirmed | 401 api_key_not_authorized |');
  expect(emulator.packages).toEqual(before);
  expect(new Set(emulator.requests.map(({ operationId }) => operationId))).toEqual(
    new Set(['listPackages', 'getPackage', 'listVideos']),
  );
});

test('it deletes only the video that was named, and tells no key, no link and no name', async () => {
  const emulator = await start();
  const { code, out, report = '' } = await verify(emulator.url, apiKey, '--delete', 'lease/one');
  expect(code).toBe(0);
  expect(emulator.packages[0]?.videos.map(({ state }) => state)).toEqual(['deleted', 'archived']);
  const deletions = emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos');
  const body = { packageId: 'lease', meetingVideoId: 'one' };
  expect(deletions.map((request) => request.body)).toEqual([body, body]);
  for (const text of [out, report]) {
    expect(text).not.toContain(apiKey);
    expect(text).not.toContain('access=');
    expect(text).not.toContain('Name of a customer');
  }
});

test.each<[string, string, string[], RegExp]>([
  ['without a key', '', [], /^Set IINKED_SIGN_API_KEY/],
  ['with a wrong key', 'wrong', [], /^The key cannot list packages: status 401, api_key_not_authorized\./],
  ['when no video is named', apiKey, ['--delete', 'lease'], /^--delete takes one video as PACKAGE\/VIDEO/],
])('it ends with one line %s, and deletes nothing', async (_, key, args, line) => {
  const emulator = await start();
  const { code, err, report } = await verify(emulator.url, key, ...args);
  expect([code, report]).toEqual([1, undefined]);
  expect(err).toMatch(line);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos')).toEqual([]);
});

test('it ends with one line that says why no response came', async () => {
  const { code, err } = await verify(nobody, apiKey);
  expect([code, err.trim()]).toEqual([
    1,
    `No response from ${nobody}: ECONNREFUSED. Check the address and the network.`,
  ]);
});
