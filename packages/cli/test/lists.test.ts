import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { expect, onTestFinished, test } from 'vitest';
import { run as packages } from '../src/commands/packages.ts';
import { run as videos } from '../src/commands/videos.ts';
import { exitCodeOfError } from '../src/exitCodes.ts';
import { aTerminal } from './aTerminal.ts';

async function scene() {
  const timeCreated = '2020-05-06T07:08:09.1234567Z';
  const emulator = await startEmulator({
    packages: [
      aPackage({
        packageId: 'lease',
        name: 'Lease\u001b[2J 契約',
        timeCreated,
        videos: [aVideo({ meetingVideoId: 'a', timeCreated })],
      }),
      aPackage({ packageId: 'draft', name: null, state: 'draft', isExecuted: false, videos: [] }),
    ],
  });
  onTestFinished(() => emulator.close());
  return { emulator, terminal: aTerminal({ emulator }) };
}

test('packages prints a table of what can be seen', async () => {
  const { terminal } = await scene();
  expect(await packages(terminal, {})).toBe(0);
  expect(terminal.out[0]?.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['PACKAGE', 'NAME', 'STATE', 'CREATED', 'EXECUTED', 'MATTER', 'CLIENT'],
    expect.arrayContaining(['draft', '-', 'draft']),
    expect.arrayContaining(['lease', 'Lease [2J 契約', 'executed', '2020-05-06 07:08Z']),
  ]);
  expect(terminal.err).toEqual(['2 packages.']);
});

test('packages narrows by search and state', async () => {
  const { terminal } = await scene();
  await packages(terminal, { state: ['draft'], json: true });
  await packages(terminal, { search: 'Lea*', json: true });
  expect(terminal.out.map((text) => JSON.parse(text))).toMatchObject([
    [{ packageId: 'draft' }],
    [{ packageId: 'lease' }],
  ]);
});

test('videos prints no link, for a program either', async () => {
  const { terminal } = await scene();
  expect(await videos(terminal, { packageId: 'lease', json: true })).toBe(0);
  expect(await videos(terminal, { packageId: 'lease' })).toBe(0);
  expect(JSON.parse(terminal.out[0] ?? '')).toMatchObject([
    { meetingVideoId: 'a', state: 'archived', size: 4_402_007 },
  ]);
  expect(terminal.out[1]).toMatch(/^a +archived +2020-05-06 07:08Z +PT5M12S +4\.4 MB +-$/m);
  expect(terminal.out.join('')).not.toMatch(/https?:/);
});

test('a key that is not accepted ends with 4, a package that is not there with 1', async () => {
  const { emulator, terminal } = await scene();
  const wrong = aTerminal({ emulator, env: { IINKED_SIGN_API_KEY: 'wrong' } });
  expect(await packages(wrong, {}).catch(exitCodeOfError)).toBe(4);
  expect(await videos(terminal, { packageId: 'none' }).catch(exitCodeOfError)).toBe(1);
});
