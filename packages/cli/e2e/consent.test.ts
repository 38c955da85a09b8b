import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { describe, expect, type TestContext, test } from 'vitest';
import { done, interrupt, typed } from './typed.ts';

const escapeKey = '\u001b';
const endOfInput = '\u0004';
const enter = '\r';

/** A terminal that asks whether to delete a video. */
async function asked({ onTestFinished }: Pick<TestContext, 'onTestFinished'>) {
  const videos = [aVideo({ meetingVideoId: 'signing' })];
  const emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', name: 'Lease', videos })] });
  onTestFinished(() => emulator.close());
  const cwd = await mkdtemp(join(tmpdir(), 'consent-'));
  const env = { IINKED_SIGN_API_KEY: emulator.apiKey, IINKED_SIGN_SERVER: emulator.url };
  const command = typed(['delete', 'lease', 'signing'], { cwd, env, isTerminal: true });
  await command.sees('Type the id of the video to delete');
  return { command, cwd, env, isAlive: () => emulator.packages[0]?.videos[0]?.state !== 'deleted' };
}

describe.concurrent('at a terminal, delete asks, and', () => {
  test('deletes once the id is typed', async (context) => {
    const { command, isAlive } = await asked(context);
    command.type(`signing${enter}`);
    expect(await command.ended).toBe(0);
    expect(isAlive()).toBe(false);
  });

  test.for([
    ['nothing', enter, 3],
    ['another id', `lease${enter}`, 3],
    ['Escape', escapeKey, 3],
    ['the end of the input', endOfInput, 3],
    ['Ctrl-C', interrupt, 130],
  ] as const)('deletes nothing after %s', async ([, keys, code], context) => {
    const { command, isAlive } = await asked(context);
    command.type(keys);
    expect(await command.ended).toBe(code);
    expect(isAlive()).toBe(true);
  });

  test('deletes nothing when the terminal goes away', async (context) => {
    const { command, isAlive } = await asked(context);
    command.kill('SIGKILL'); // That is script, which is the terminal.
    expect(await command.ended).toBe(129);
    expect(isAlive()).toBe(true);
  });
});

test('errors are red where that is forced or shown, and never with NO_COLOR', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'colour-'));
  const red = '\u001b[31m';
  const shown = async (env: Record<string, string>) => (await done(['packages'], { cwd, env })).shown.includes(red);
  expect(await shown({})).toBe(false);
  expect(await shown({ FORCE_COLOR: '1' })).toBe(true);
  expect(await shown({ FORCE_COLOR: '0' })).toBe(false);
  expect(await shown({ NO_COLOR: '1' })).toBe(false);
});

test('what cannot be understood ends with 1, and says what is wrong', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'usage-'));
  const shown = async (...args: string[]) => done(args, { cwd, env: {} });
  expect(await shown('plna')).toMatchObject({ code: 1, shown: expect.stringContaining('Did you mean plan?') });
  expect(await shown('delete', 'lease')).toMatchObject({ code: 1, out: '' });
  for (const both of [
    ['--holds', 'a.csv', '--no-holds'],
    ['--no-holds', '--holds', 'a.csv'],
  ]) {
    const said = expect.stringContaining('--holds and --no-holds say different things');
    expect(await shown('plan', '--out', 'run', ...both)).toMatchObject({ code: 1, shown: said });
  }
  expect(await shown('--help')).toMatchObject({ code: 0, out: expect.stringContaining('delete-all') });
});

test('data that does not fit on the disk ends with 1', async ({ onTestFinished }) => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const env = { IINKED_SIGN_API_KEY: emulator.apiKey, IINKED_SIGN_SERVER: emulator.url };
  const cwd = await mkdtemp(join(tmpdir(), 'output-'));
  expect(await done(['packages'], { cwd, env, before: 'exec >/dev/full' })).toMatchObject({ code: 1 });
});
