// biome-ignore lint/style/noRestrictedImports: `spawn` is given its time limit below.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from '../test/start.ts';

const command = fileURLToPath(new URL('../dist/command.js', import.meta.url));

/** Runs the command, with what it has written so far and by its end. */
function run(args: string[], input?: string) {
  const child = spawn(process.execPath, [command, ...args], { timeout: 60_000, killSignal: 'SIGKILL' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += chunk));
  child.stderr.on('data', (chunk) => (written.err += chunk));
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code]) => ({ ...written, code }));
  const says = async (text: string) => {
    while (!written.out.includes(text)) {
      await Promise.race([
        once(child.stdout, 'data'),
        ended.then(() => Promise.reject(new Error(`It ended without saying ${text}: ${written.err}`))),
      ]);
    }
    return written.out;
  };
  return { child, ended, says };
}

async function seedFile(content: string | Uint8Array, name = 'seed.yaml') {
  const folder = await mkdtemp(join(tmpdir(), 'seed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

test('it prints where it listens, the key, what it holds and what to try, then a line per request', async () => {
  const { child, ended, says } = run(['--port', '0', '--api-key', 'chosen-key']);
  const welcome = await says('Ctrl+C');
  expect(welcome).toContain('chosen-key');
  expect(welcome).toContain('6 packages, 12 videos');
  const url = /http:\S+\/api\/v1/.exec(welcome)?.[0];
  const response = await fetch(`${url}/packages/none/videos`, { headers: { api_key: 'chosen-key' } });
  expect(response.status).toBe(404);
  expect(await says('404')).toMatch(/^404 {2}GET {3}\/api\/v1\/packages\/none\/videos {2}\d+ ms$/m);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Stopped after 1 request.') });
});

test('it logs JSON when asked to, and the key is not in it', async () => {
  const options = ['--json', '--again', '--empty-is-all', '--protect-retention', '--hide-deleted', '--wrong-key-403'];
  const { says, child, ended } = run(['--port', '0', '--api-key', 'chosen-key', '--member', 'm', ...options]);
  const { listening }: { listening: string } = JSON.parse(await says('listening'));
  const body = JSON.stringify({ packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c', meetingVideoId: '' });
  const headers = { api_key: 'chosen-key', 'content-type': 'application/json' };
  const videos = `${listening}/packages/c603079c-2dc7-4af7-8c2e-dc992662621c/videos`;
  expect((await fetch(videos)).status).toBe(403);
  expect((await fetch(`${videos}/delete`, { method: 'POST', headers, body })).status).toBe(200);
  expect(await (await fetch(videos, { headers })).json()).toMatchObject({ videos: [] });
  const lines = (await says('"status":200,"milliseconds":')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { listening },
    { status: 403 },
    { status: 200, body: JSON.parse(body) },
    { status: 200 },
  ]);
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(out).not.toContain('chosen-key');
});

test('it holds what the seed says: JSON, YAML, or standard input', async () => {
  const json = await seedFile('{"packages": [{"packageId": "p", "videos": [{"meetingVideoId": "v"}]}]}', 'seed.json');
  const yaml = '- packageId: p\n  videos: []\n';
  for (const [file, input] of [[json], [await seedFile(yaml)], ['-', yaml]] as const) {
    const { says, child } = run(['--port', '0', '--seed', file], input);
    expect(await says('Ctrl+C')).toContain('holds     1 package');
    child.kill('SIGKILL');
  }
});

test('a seed may begin with a byte order mark, and holds states that are not known yet', async () => {
  const file = await seedFile('\ufeff- packageId: p\n  videos:\n    - { meetingVideoId: v, state: shredded }\n');
  const { says } = run(['--port', '0', '--seed', file]);
  expect(await says('Ctrl+C')).toContain('holds     1 package, 1 video');
});

test('the log names the world of a request', async () => {
  const { says } = run(['--port', '0']);
  const url = /http:\S+\/api\/v1/.exec(await says('Ctrl+C'))?.[0];
  await fetch(`${url}/packages/none/videos`, { headers: { api_key: 'emulator-key:worker-3' } });
  expect(await says('worker-3')).toMatch(/^404 {2}GET {3}\/api\/v1\/packages\/none\/videos {2}\d+ ms {2}worker-3$/m);
});

test('it warns when others can reach it, and prints an address that can be reached', async () => {
  const { says, child, ended } = run(['--port', '0', '--host', '0.0.0.0', '--public-url', 'http://emulator.example']);
  const welcome = await says('Ctrl+C');
  expect(welcome).toMatch(
    /address {3}http:\/\/127\.0\.0\.1:\d+\/api\/v1\n {2}others {4}http:\/\/emulator\.example\/api\/v1\n/,
  );
  const page = /page {6}(\S+)/.exec(welcome)?.[1] ?? '';
  expect((await fetch(page)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({
    code: 0,
    err: expect.stringMatching(/^Warning: everyone who reaches 0\.0\.0\.0/),
  });
});

test('it runs on without a log when its reader goes away', async () => {
  const { says, child, ended } = run(['--port', '0']);
  const url = /http:\S+\/api\/v1/.exec(await says('Ctrl+C'))?.[0];
  child.stdout.destroy();
  for (let request = 0; request < 3; request++) {
    expect((await fetch(`${url}/packages/none/videos`, { headers: { api_key: 'emulator-key' } })).status).toBe(404);
  }
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, err: '' });
});

test('it explains itself', async () => {
  for (const option of ['--help', '-h']) {
    expect(await run([option]).ended).toMatchObject({ code: 0, out: expect.stringContaining('--seed FILE'), err: '' });
  }
  expect(await run(['--version']).ended).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe('it ends with one clear line', () => {
  const endsWith = async (line: string | RegExp, ...args: string[]) => {
    const { code, out, err } = await run(args).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toMatch(line);
  };

  test('when the port is taken', async () => {
    const { url } = await start();
    await endsWith(/^The port is in use\. .*--port/, '--port', new URL(url).port);
  });

  test.each<[string, RegExp, string]>([
    ['the port is no number', /^The port must be a whole number between 0 and 65535, got "7e1"\.$/m, '--port=7e1'],
    ['the rate limit is 0', /^The rate limit must be a whole number between 1/, '--rate-limit=0'],
    ['the key is empty', /^--api-key must not be empty\.$/m, '--api-key='],
    ['the key has a space', /^--api-key must be printable ASCII without spaces, got "a b"\.$/m, '--api-key=a b'],
    ['the member is empty', /^--member must not be empty\.$/m, '--member='],
    ['something is no option', /^Unexpected argument 'seed\.json'/, 'seed.json'],
    ['the host is empty', /^The host must be an address or a name to listen on, got ""\.$/m, '--host='],
    ['the host is elsewhere', /^The host is not an address of this machine\. .*--host/, '--host=192.0.2.1'],
    ['an option is unknown', /^Unknown option '--prot'\. .*--help/, '--prot=1'],
    ['the seed file is missing', /^There is no seed file .*none\.json/, `--seed=${join(tmpdir(), 'none.json')}`],
    ['the seed file cannot be read', /cannot be read/, `--seed=${tmpdir()}`],
  ])('when %s', async (_, line, option) => {
    await endsWith(line, option);
  });

  const videos = '- packageId: p\n  videos:\n';
  const german = '- packageId: p\n  videos: []\n  name: Kaufvertrag für Müller\n';
  test.each<[string, string | Uint8Array, RegExp]>([
    ['is broken', '{"packages": [', /is not JSON or YAML: .* line 1/],
    ['is empty', '', /seed\.yaml is empty\. Write \[\] where there are to be no packages\.$/m],
    ['holds nothing but a comment', '# later\n', /seed\.yaml is empty\./],
    [
      'is UTF-16',
      Buffer.from(`\ufeff${german}`, 'utf16le'),
      /seed\.yaml is UTF-16, or no text at all\. Save it as UTF-8\.$/m,
    ],
    ['is UTF-16 without a mark', Buffer.from(german, 'utf16le'), /seed\.yaml is UTF-16, or no text at all\./],
    [
      'is Latin-1',
      Buffer.from(german, 'latin1'),
      /seed\.yaml is not UTF-8, but in an older encoding such as Latin-1\./,
    ],
    [
      'holds two documents',
      '---\n[]\n---\n[]\n',
      /seed\.yaml holds 2 YAML documents\. Write all packages in one list\.$/m,
    ],
    ['is a sentence', 'packages', /line 1: it must be an object, got a string\.$/m],
    [
      'has aliases without end',
      `a: &a [x, x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]}, `.repeat(9)}]`).join('\n')}\n`,
      /seed\.yaml cannot be used: Excessive alias count/,
    ],
    [
      'is JSON with a misspelt state',
      '[\n  {\n    "packageId": "p", "videos": [],\n    "state": "exceuted"\n  }\n]',
      /line 4: \[0\]\.state looks like a misspelt "executed", got "exceuted"\.$/m,
    ],
    ['lacks videos', '- packageId: p\n- packageId: q\n', /line 1: \[0\]\.videos is missing\.$/m],
    [
      'has a misspelt field',
      '- packageId: p\n  videos: []\n  nmae: x\n',
      /line 3: \[0\]\.nmae is not a known field\.$/m,
    ],
    [
      'has an id twice',
      `${videos}    - meetingVideoId: v\n    - meetingVideoId: v\n`,
      /line 4: \[0\]\.videos\[1\]\.meetingVideoId is there twice: "v"\.$/m,
    ],
  ])('when the seed file %s', async (_, content, line) => {
    await endsWith(line, '--seed', await seedFile(content));
  });
});
