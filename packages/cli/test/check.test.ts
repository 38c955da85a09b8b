import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { run as check } from '../src/commands/check.ts';
import { run as init } from '../src/commands/init.ts';
import { aTerminal } from './aTerminal.ts';

const timeCreated = '2012-03-04T05:06:07Z';

/** A folder that `init` wrote, with another server in the policy. */
async function scene({ holds = '', limit = 200 } = {}) {
  const videos = [aVideo({ timeCreated }), aVideo({ timeCreated })];
  const old = aPackage({ timeCreated, timeExecuted: timeCreated, matterNumber: '2012-0093', videos });
  const emulator = await startEmulator({ packages: [old, aPackage({ timeCreated: '2026-01-01T00:00:00Z' })] });
  onTestFinished(() => emulator.close());
  const folder = join(await mkdtemp(join(tmpdir(), 'iinked-sign-check-')), 'office');
  const terminal = aTerminal({ env: { IINKED_SIGN_API_KEY: emulator.apiKey } });
  expect(await init(terminal, { folder })).toBe(0);
  const policy = join(folder, 'retention.json');
  const written = JSON.parse(await readFile(policy, 'utf8'));
  await writeFile(policy, JSON.stringify({ ...written, server: emulator.url, limits: { videos: limit } }));
  await writeFile(join(folder, 'holds.csv'), (await readFile(join(folder, 'holds.csv'), 'utf8')) + holds);
  terminal.out.length = 0;
  return { emulator, folder, policy, terminal };
}

test('init never writes over a file, nor beside one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-init-'));
  await writeFile(join(folder, 'holds.csv'), 'packageId\nlease\n');
  await expect(init(aTerminal(), { folder })).rejects.toThrow(/holds.csv is there already. Nothing was written/);
  await expect(readFile(join(folder, 'retention.json'))).rejects.toThrow(/ENOENT/);
});

test('check finds nothing wrong with what init writes, but that no hold is named', async () => {
  const { policy, terminal } = await scene();
  expect(await check(terminal, { policy, holds: false })).toBe(0);
  expect(terminal.out[0]).toContain('would delete 2 videos and keep 0 videos, of 2 packages within the rules');
  expect(await check(terminal, { policy })).toBe(1);
  expect(terminal.out[1]).toMatch(/^problem +holds .*--no-holds/m);
});

test('check names each hold that matches nothing, with its line', async () => {
  const { policy, terminal } = await scene({ holds: ',,2012-0094,,,,,\nnone,,,,,,,court\n' });
  expect(await check(terminal, { policy })).toBe(3);
  expect(terminal.out[0]).toMatch(/^problem +holds +.*holds.csv:3: none in packageIds matches nothing/m);
  expect(terminal.out[0]).toMatch(/^attention +holds +.*holds.csv:2: 2012-0094 .* Did you mean 2012-0093\?/m);
});

test('check ends with 4 when the key is not accepted, and with 3 above a limit', async () => {
  const { emulator, policy, terminal } = await scene({ limit: 1 });
  const wrong = aTerminal({ emulator, env: { IINKED_SIGN_API_KEY: 'wrong' } });
  expect(await check(wrong, { policy, holds: false })).toBe(4);
  expect(await check(terminal, { policy, holds: false, json: true })).toBe(3);
  expect(JSON.parse(terminal.out[0] ?? '')).toMatchObject({ ok: false, findings: expect.any(Array) });
});

test('check deletes nothing, and tells of a policy, a server and a key that are missing at once', async () => {
  const { emulator, policy, terminal } = await scene();
  await check(terminal, { policy, holds: false });
  expect(emulator.requests.map(({ operationId }) => operationId)).not.toContain('deleteVideos');
  const bare = aTerminal();
  expect(await check(bare, { policy: join(policy, '..', 'none.json') })).toBe(1);
  expect(bare.out[0]).toMatch(/problem +policy[\s\S]*problem +server/);
});
