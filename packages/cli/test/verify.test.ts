import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servers } from 'iinked-sign';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { type Handler, inTurn, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run as verify } from '../src/commands/verify.ts';
import { exitCodeOfError } from '../src/exitCodes.ts';
import { createApi } from '../src/verify/api.ts';
import { aTerminal } from './aTerminal.ts';

const report = 'iinked-sign-report.md';

async function aFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'verify-'));
}

async function anEmulator(): Promise<Emulator> {
  const videos = [aVideo({ meetingVideoId: 'signing' }), aVideo({ meetingVideoId: 'kept' })];
  const emulator = await startEmulator({ packages: [aPackage({ packageId: 'lease', videos })] });
  onTestFinished(() => emulator.close());
  return emulator;
}

const aliveIn = ({ packages }: Emulator) =>
  packages.flatMap(({ videos }) => videos.filter((v) => v.state !== 'deleted').map((v) => v.meetingVideoId));

const deletionsOf = ({ requests }: Emulator) => requests.filter(({ operationId }) => operationId === 'deleteVideos');

describe('--delete needs consent', () => {
  const target = { delete: 'lease/signing' };

  test('at a terminal it shows the video, and deletes it once its id is typed', async () => {
    const emulator = await anEmulator();
    const terminal = aTerminal({ emulator, types: 'signing', cwd: await aFolder() });
    expect(await verify(terminal, target)).toBe(0);
    expect(aliveIn(emulator)).toEqual(['kept']);
    expect(terminal.err.join('\n')).toMatch(
      /One video of package lease, on the emulator at http[\s\S]*signing +archived/,
    );
  });

  test.each(['', 'kept', 'y'])('at a terminal nothing is deleted or written when %j is typed', async (types) => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    const ended = verify(aTerminal({ emulator, types, cwd }), target).catch(exitCodeOfError);
    expect([await ended, await readdir(cwd), deletionsOf(emulator)]).toEqual([3, [], []]);
  });

  test.each([undefined, '', 'kept'])('elsewhere --confirm %j sends nothing at all', async (confirm) => {
    const emulator = await anEmulator();
    const terminal = aTerminal({ emulator, cwd: await aFolder() });
    expect(await verify(terminal, { ...target, confirm }).catch(exitCodeOfError)).toBe(3);
    expect(emulator.requests).toEqual([]);
  });

  test('a video that changes after it was shown is kept', async () => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    const types = () => {
      for (const video of emulator.packages[0]?.videos ?? []) video.size = 1;
      return 'signing';
    };
    expect(await verify(aTerminal({ emulator, types, cwd }), target)).toBe(3);
    expect(await readFile(join(cwd, report), 'utf8')).toContain('not deleted: the client kept it (changed).');
    expect(deletionsOf(emulator)).toEqual([]);
  });
});

describe('nothing but one video of a sandbox or of the emulator can be named', () => {
  test.each(['', '/', 'lease', 'lease/', '/signing', ' /signing', 'lease/ ', 'lease/signing/more'])(
    'not %j',
    async (text) => {
      const terminal = aTerminal({ env: { IINKED_SIGN_API_KEY: 'k' }, cwd: await aFolder() });
      const ended = verify(terminal, { server: 'sandbox-us', delete: text, confirm: 'signing' });
      await expect(ended).rejects.toThrow(/^--delete takes one video as PACKAGE\/VIDEO/);
    },
  );

  test.each([
    servers.us,
    servers.ca,
    servers.eu,
    'https://sign.example.com/api/v1',
    'https://sandbox.syngrafii.com.evil.example/api/v1',
    'https://sandbox.syngrafii.com:8443/api/v1',
    'https://sandbox.syngrafii.com/api/v2',
  ])('not on %s', async (server) => {
    const terminal = aTerminal({ env: { IINKED_SIGN_API_KEY: 'k' }, cwd: await aFolder() });
    const ended = verify(terminal, { server, delete: 'lease/signing', confirm: 'signing' });
    await expect(ended).rejects.toThrow(/^--delete works on sandbox-us, on sandbox-eu and on the emulator/);
  });

  test.each([
    ['unknown', /^Video unknown is not listed in its package/],
    ['signing', /^Video signing is deleted already/],
  ])('not the video %s that is not there', async (confirm, words) => {
    const emulator = await anEmulator();
    for (const video of emulator.packages[0]?.videos ?? []) video.state = 'deleted';
    const terminal = aTerminal({ emulator, cwd: await aFolder() });
    await expect(verify(terminal, { delete: `lease/${confirm}`, confirm })).rejects.toThrow(words);
    expect(deletionsOf(emulator)).toEqual([]);
  });

  test('not on a server of this machine that does not say that it is the emulator: a port may lead to recordings', async () => {
    const pages = { items: [], total: 0, take: 20, skip: 0 };
    const video = { meetingVideoId: 'signing', state: 'archived' };
    const { url, received } = await serve((response, request, number) => {
      const isList = request.path.endsWith('/lease/videos');
      const body = isList ? json({ packageId: 'lease', videos: [video] }) : json({ error: 'e', message: 'm' }, 404);
      (request.method === 'POST' ? json(pages) : body)(response, request, number);
    });
    const terminal = aTerminal({ env: { IINKED_SIGN_API_KEY: 'k', IINKED_SIGN_SERVER: url }, types: 'signing' });
    const ended = verify(terminal, { delete: 'lease/signing', report: join(await aFolder(), report) });
    await expect(ended).rejects.toThrow(/does not say that it is the emulator/);
    expect(terminal.asked).toEqual([]);
    expect(received.filter(({ path }) => path.endsWith('/delete'))).toEqual([]);
  });
});

describe('the report', () => {
  test('never replaces a file: the next one has a number', async () => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    for (let time = 1; time <= 3; time += 1) expect(await verify(aTerminal({ emulator, cwd }), {})).toBe(0);
    expect((await readdir(cwd)).toSorted()).toEqual(['iinked-sign-report-2.md', 'iinked-sign-report-3.md', report]);
  });

  test('that is named must be new and in a folder that is there, or nothing is sent', async () => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    await writeFile(join(cwd, 'mine.md'), 'mine');
    for (const name of ['mine.md', 'nowhere/report.md']) {
      const ended = verify(aTerminal({ emulator, cwd }), { report: name });
      await expect(ended, name).rejects.toThrow(/Nothing was sent\.$/);
    }
    expect(emulator.requests).toEqual([]);
    expect(await verify(aTerminal({ emulator, cwd }), { report: 'yours.md' })).toBe(0);
    expect(await readFile(join(cwd, 'yours.md'), 'utf8')).toContain('# First contact with the API');
  });

  test('that cannot be written after a deletion ends with 5, and what was seen is told', async () => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    const types = () => {
      rmSync(cwd, { recursive: true });
      return 'signing';
    };
    const terminal = aTerminal({ emulator, types, cwd });
    expect(await verify(terminal, { delete: 'lease/signing' })).toBe(5);
    expect(terminal.out.join('\n')).toMatch(/^The video that was named was deleted\.\n/);
    expect(terminal.err.at(-1)).toMatch(/iinked-sign-report\.md: cannot be written/);
  });

  test('for a program is JSON on the standard output', async () => {
    const emulator = await anEmulator();
    const terminal = aTerminal({ emulator, cwd: await aFolder() });
    expect(await verify(terminal, { json: true, delete: 'lease/signing', confirm: 'signing' })).toBe(0);
    const { headlines, ended, findings } = JSON.parse(terminal.out.join(''));
    expect([headlines, ended]).toEqual([['The video that was named was deleted.'], null]);
    expect(findings).toContainEqual({
      about: 'deleteVideos 404',
      result: 'confirmed',
      observed: 'a second deletion: 404 meeting_video_not_found',
    });
  });
});

describe('the key', () => {
  test('is asked for where it is not set, and nothing else is', async () => {
    const emulator = await anEmulator();
    const env = { IINKED_SIGN_API_KEY: '' };
    const terminal = aTerminal({ emulator, env, types: emulator.apiKey, cwd: await aFolder() });
    expect(await verify(terminal, {})).toBe(0);
    expect(terminal.asked).toEqual(['API key (it is not shown)']);
  });

  test('may come from a file', async () => {
    const emulator = await anEmulator();
    const cwd = await aFolder();
    await writeFile(join(cwd, 'key'), `${emulator.apiKey}\n`);
    const env = { IINKED_SIGN_API_KEY: '', IINKED_SIGN_API_KEY_FILE: 'key' };
    expect(await verify(aTerminal({ emulator, env, cwd }), {})).toBe(0);
  });

  test.each([undefined, ''])('must be there: %j', async (types) => {
    const emulator = await anEmulator();
    const terminal = aTerminal({
      emulator,
      env: { IINKED_SIGN_API_KEY: '' },
      cwd: await aFolder(),
      ...(types !== undefined && { types }),
    });
    await expect(verify(terminal, {})).rejects.toThrow(/^There is no API key/);
    expect(emulator.requests).toEqual([]);
  });
});

describe('a server that asks to wait', () => {
  const probe = { words: 'a request', method: 'GET', path: '/', wants: 'package' } as const;
  const page = json({ packageId: 'lease' });
  const tooMany = (retryAfter?: string) =>
    json({ error: 'e', message: 'm' }, 429, retryAfter === undefined ? {} : { 'retry-after': retryAfter });

  async function waitsFor(...handlers: [Handler, ...Handler[]]) {
    const { url, received } = await serve(inTurn(...handlers));
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(Math.round(milliseconds / 100) * 100);
    const api = createApi(url, 'key', new AbortController().signal, { wait });
    return { api, waits, received, ends: [(await api.send(probe)).kind, (await api.send(probe)).kind] };
  }

  test('is waited for as it asks, and at least a second', async () => {
    const { waits, ends } = await waitsFor(tooMany('7'), tooMany('0'), tooMany(new Date(0).toUTCString()), page);
    expect([waits, ends]).toEqual([
      [7000, 1000, 1000],
      ['seen', 'seen'],
    ]);
  });

  test('is waited for longer each time where it does not say how long', async () => {
    const { waits, ends } = await waitsFor(tooMany(), tooMany('soon'), tooMany(), page);
    expect([waits, ends]).toEqual([
      [1000, 2000, 4000],
      ['seen', 'seen'],
    ]);
  });

  test('for more than a minute in all gets no more requests', async () => {
    const { waits, ends, api, received } = await waitsFor(tooMany('50'), tooMany('50'));
    expect([waits, ends, api.stopped()]).toEqual([[50_000], ['limited', 'notSent'], 'limited']);
    expect(received).toHaveLength(2);
  });
});

describe('when one request in four fails', () => {
  test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
    'no false word is said of a video (chaos %i)',
    async (chaos) => {
      const videos = [aVideo({ meetingVideoId: 'signing' }), aVideo({ meetingVideoId: 'kept' })];
      const emulator = await startEmulator({ chaos, packages: [aPackage({ packageId: 'lease', videos })] });
      onTestFinished(() => emulator.close());
      const terminal = aTerminal({ emulator, types: 'signing', cwd: await aFolder() });
      const wait = async () => undefined;
      const code = await verify(terminal, { delete: 'lease/signing' }, { wait }).catch(exitCodeOfError);
      const isDeleted = !aliveIn(emulator).includes('signing');
      const said = terminal.out.join('\n');
      expect(said).not.toContain('OTHER');
      if (said.includes('was deleted.\n')) expect(isDeleted).toBe(true);
      if (said.includes('was not deleted')) expect(isDeleted).toBe(false);
      if (code === 0) expect(said).toMatch(/The video that was named was (not )?deleted\./);
      // No claim at all needs no deletion.
      if (isDeleted) expect(said).toMatch(/was deleted\.|may be deleted/);
    },
  );
});

describe('a read that fails', () => {
  const probe = { words: 'a request', method: 'GET', path: '/', wants: 'package' } as const;

  test.each<[string, Handler]>([
    ['with a 500', json({ error: 'e', message: 'm' }, 500)],
    ['without a response', (response) => void response.destroy()],
  ])('%s is sent once more, after a second', async (_, failing) => {
    const { url, received } = await serve(inTurn(failing, json({ packageId: 'lease' }), failing));
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    const api = createApi(url, 'key', new AbortController().signal, { wait });
    const kinds = [(await api.send(probe)).kind, (await api.send(probe)).kind];
    expect(kinds).toEqual(['seen', expect.stringMatching(/^(failed|lost)$/)]);
    expect([waits, received.length]).toEqual([[1000, 1000], 4]);
  });
});

test('a response that comes too slowly is not waited for', async () => {
  const { url } = await serve((response) => void response.writeHead(200).write('{'));
  const api = createApi(url, 'key', new AbortController().signal, { timeoutMs: 50, wait: async () => undefined });
  const probe = { words: 'a request', method: 'GET', path: '/', wants: 'package' } as const;
  expect(await api.send(probe)).toMatchObject({ kind: 'lost', status: 200 });
});
