import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from './start.ts';

const command = fileURLToPath(new URL('../dist/command.js', import.meta.url));

/** Runs the command, and tells what it has written so far, or by its end. */
function run(...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [command, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => (written.out += chunk));
  child.stderr?.on('data', (chunk) => (written.err += chunk));
  const ended = new Promise<{ out: string; err: string; code: number | null }>((resolve) =>
    child.once('close', (code) => resolve({ ...written, code })),
  );
  const says = async (text: string) => {
    while (!written.out.includes(text)) {
      await Promise.race([
        new Promise((resolve) => child.stdout?.once('data', resolve)),
        ended.then(() => Promise.reject(new Error(`It ended without saying ${text}: ${written.err}`))),
      ]);
    }
    return written.out;
  };
  return { child, ended, says };
}

async function seedFile(text: string, name = 'seed.yaml') {
  const folder = await mkdtemp(join(tmpdir(), 'seed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

test('it says where it listens, with which key, what it holds and what to try, then a line per request', async () => {
  const { child, ended, says } = run('--port', '0', '--api-key', 'chosen-key');
  const welcome = await says('Ctrl+C');
  expect(welcome).toContain('chosen-key');
  expect(welcome).toContain('3 packages, 8 videos');
  const url = /http:\S+\/api\/v1/.exec(welcome)?.[0];
  const response = await fetch(`${url}/packages/none/videos`, { headers: { api_key: 'chosen-key' } });
  expect(response.status).toBe(404);
  expect(await says('404')).toMatch(/^404 {2}GET {3}\/api\/v1\/packages\/none\/videos {2}\d+ ms$/m);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Stopped after 1 request.') });
});

test('it holds what the seed file says', async () => {
  const seed = JSON.stringify({ packages: [{ packageId: 'p', videos: [{ meetingVideoId: 'v', later: 1 }] }] });
  for (const file of [await seedFile(seed, 'seed.json'), await seedFile('- packageId: p\n  videos: []\n')]) {
    const { says } = run('--port', '0', '--seed', file);
    expect(await says('Ctrl+C')).toContain('holds     1 package');
  }
});

test('it logs JSON when told so, and the key is not in it', async () => {
  const { says, child, ended } = run('--port', '0', '--json', '--again', '--empty-is-all', '--api-key', 'chosen-key');
  const { listening }: { listening: string } = JSON.parse(await says('listening'));
  const body = JSON.stringify({ packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c', meetingVideoId: '' });
  const headers = { api_key: 'chosen-key', 'content-type': 'application/json' };
  const deletion = `${listening}/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos/delete`;
  expect((await fetch(deletion, { method: 'POST', headers, body })).status).toBe(200);
  const lines = (await says('deleteVideos')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ listening }, { status: 200, body: JSON.parse(body) }]);
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(out).not.toContain('chosen-key');
});

test('it warns when others can reach it', async () => {
  const { says, child, ended } = run('--port', '0', '--host', '0.0.0.0');
  await says('Ctrl+C');
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: expect.stringMatching(/^Warning: whoever reaches 0\.0\.0\.0/) });
});

test('it explains itself', async () => {
  expect(await run('--help').ended).toMatchObject({ code: 0, out: expect.stringContaining('--seed FILE'), err: '' });
  expect(await run('--version').ended).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe('it ends with one clear line', () => {
  const endsWith = async (line: string | RegExp, ...args: string[]) => {
    const { code, out, err } = await run(...args).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(line);
  };

  test('when the port is taken', async () => {
    const { url } = await start();
    await endsWith(/^The port is taken\. .*--port/, '--port', new URL(url).port);
  });

  test.each(['abc', '70000', '-1', ''])('when the port is %j', async (port) => {
    await endsWith(/^The port must be a whole number between 0 and 65535/, `--port=${port}`);
  });

  test('when a rate limit or the number for chaos is none', async () => {
    await endsWith(/^The rate limit must be a whole number between 1/, '--rate-limit', '0');
    await endsWith(/^The number for chaos must be a whole number/, '--chaos', 'much');
  });

  test('when the seed file is missing', async () => {
    await endsWith(/^There is no seed file .*none\.json/, '--seed', join(tmpdir(), 'none.json'));
  });

  test('when the seed file cannot be read', async () => {
    await endsWith(/cannot be read/, '--seed', tmpdir());
  });

  test.each([
    ['is broken', '{"packages": [', /is not JSON or YAML: .* line 1/],
    ['is empty', '', /must be object/],
    [
      'lacks a video id',
      '- packageId: p\n  videos:\n    - size: 1\n',
      /line 3: packages\[0\]\.videos\[0\] must have .*meetingVideoId/,
    ],
    [
      'has a wrong size',
      '[{"packageId": "p",\n"videos": [{"meetingVideoId": "v",\n"size": "x"}]}]',
      /line 3: packages\[0\]\.videos\[0\]\.size must be/,
    ],
    ['lacks videos', '{"packages": [{"packageId": "p"}]}', /packages\[0\] must have required property 'videos'/],
  ])('when the seed file %s', async (_, text, line) => {
    await endsWith(line, '--seed', await seedFile(text));
  });

  test('when an option is unknown', async () => {
    await endsWith(/^Unknown option '--prot'\. .*--help/, '--prot', '1');
  });
});
