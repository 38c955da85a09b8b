import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, type Emulator, type EmulatorOptions, startEmulator } from 'iinked-sign-emulator';
import { nobody } from 'iinked-sign-testing/servers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inFrontOf, isDeletion, type Misbehaviour, misbehaving } from './misbehaving.ts';
import { done, interrupt, typed, type Where } from './typed.ts';

const apiKey = 'a-key-of-the-test';
const name = 'Name of a customer';

async function anEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const one = aVideo({ meetingVideoId: 'one', timeRetention: '2999-01-01T00:00:00Z', state: 'queued' });
  const videos = [one, aVideo({ meetingVideoId: 'two' }), aVideo({ meetingVideoId: 'three' })];
  const packages = [
    aPackage({ packageId: 'lease', name, timeCreated: '2026-01-02T00:00:00Z', memberId: 'other', videos }),
    aPackage({ packageId: 'loan', timeCreated: '2026-01-01T00:00:00Z', memberId: 'me', videos: [aVideo()] }),
  ];
  const emulator = await startEmulator({ apiKey, packages, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

const aliveIn = ({ packages }: Emulator) =>
  packages.flatMap(({ videos }) => videos.filter((video) => video.state !== 'deleted')).length;

const deletionsOf = ({ requests }: Emulator) => requests.filter(({ operationId }) => operationId === 'deleteVideos');

const deleting = ['--delete', 'lease/one', '--confirm', 'one'];

/** Runs the command against a server, and gives how it ended and its report. */
async function verify(server: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const cwd = await mkdtemp(join(tmpdir(), 'verify-'));
  const where: Where = { cwd, env: { IINKED_SIGN_API_KEY: apiKey, IINKED_SIGN_SERVER: server, ...env } };
  const ended = await done(['verify', ...args], where);
  const report = await readFile(join(cwd, 'iinked-sign-report.md'), 'utf8').catch(() => undefined);
  return { ...ended, cwd, report, refuted: resultsIn(report, 'refuted'), confirmed: resultsIn(report, 'confirmed') };
}

/** What a report says was found about something, as `about: observed`. */
function resultsIn(report = '', result: string): string[] {
  return Array.from(
    report.matchAll(new RegExp(`^\\| \`([^\`]+)\` \\| ${result} \\| (.*?) \\|`, 'gm')),
    ([, about, seen]) => {
      return `${about}: ${seen}`;
    },
  );
}

test('it only reads, prints each assumption, and writes a report', async () => {
  const emulator = await anEmulator();
  const before = structuredClone(emulator.packages);
  const { code, out, report, refuted } = await verify(emulator.url);
  expect([code, refuted]).toEqual([0, []]);
  expect(out).toMatch(/✔ confirmed {2}NotAuthenticated +a wrong key: 401 api_key_not_authorized$/m);
  expect(out).toMatch(/^\d+ confirmed, 0 refuted, \d+ not seen\.$/m);
  expect(report).toMatch(/^# First contact with the API\n\nServer: the emulator, /);
  expect(emulator.packages).toEqual(before);
  expect(new Set(emulator.requests.map(({ operationId }) => operationId))).toEqual(
    new Set(['listPackages', 'getPackage', 'listVideos']),
  );
});

test('with --delete it deletes the video that was named, twice, and no other', async () => {
  const emulator = await anEmulator();
  const { code, out, report, refuted } = await verify(emulator.url, deleting);
  expect([code, refuted]).toEqual([0, []]);
  expect(out).toMatch(/^The video that was named was deleted\.$/m);
  expect(report).toMatch(/^# First contact with the API\n\nThe video that was named was deleted\.$/m);
  const body = { packageId: 'lease', meetingVideoId: 'one' };
  expect(deletionsOf(emulator).map((request) => request.body)).toEqual([body, body]);
  expect(aliveIn(emulator)).toBe(3);
});

describe('each switch of the emulator is noticed, as one refutation', () => {
  test.each<[EmulatorOptions, string[]]>([
    [{ wrongKeyStatus: 403 }, ['NotAuthenticated: a wrong key: 403 api_key_not_authorized']],
    [{ deletedAgain: 'again' }, ['deleteVideos 404: a second deletion: 200']],
    [
      { underRetention: 'refuse' },
      ['MeetingVideo.timeRetention: a video under retention: 400 package_delete_retention'],
    ],
    [{ deletedVideos: 'hidden' }, ['VideoList.videos: the video is no longer listed after its deletion']],
    [{ memberId: 'me' }, ['listPackages: with allMembers there are others in all than without filters']],
    [{ emptyVideoId: 'deleteAll' }, []],
    [{ rateLimit: 20 }, []],
    [{ deterministic: true }, ['listVideos 200 Date: of 2 lists: 2 of another time than that of this machine']],
  ])('%j', async (options, refutations) => {
    const emulator = await anEmulator(options);
    const { code, refuted } = await verify(emulator.url, deleting);
    expect(refuted).toEqual(refutations);
    // A clock that stands elsewhere is no reason to delete: the client keeps the video.
    expect(code).toBe(options.deterministic ? 3 : 0);
    expect(aliveIn(emulator)).toBe(options.deterministic || options.underRetention ? 4 : 3);
  });
});

/** How a run ends against a server. */
type End = {
  code: number;
  args?: string[];
  /** The first line of the output and of the report, and what is on a line of both. */
  first?: RegExp;
  says?: RegExp;
  refuted?: string[];
  /** How many of four videos are alive afterwards. */
  alive?: number;
  deletions?: number;
  report?: 'none';
};

const nothing = { confirmedAtMost: 0 };
const lostOthers = /REFUTED: 2 OTHER VIDEOS OF THE PACKAGE GONE AFTER THE DELETION OF ONE/;
const oneLost = /REFUTED: 1 OTHER VIDEO OF THE PACKAGE GONE AFTER THE DELETION OF ONE/;
const deletesTwo = "deleteVideos: 2 OTHER of the package's videos gone after the deletion of one";

const ends: Record<Misbehaviour, End & Partial<typeof nothing>> = {
  'is a captive portal': { code: 1, says: /This is not the API: .* 200, not a body of the API/, ...nothing },
  'leads elsewhere': { code: 1, says: /This is not the API: .* 302, a redirect/, ...nothing },
  'asks to wait for an hour': { code: 1, says: /asked to wait for too long \(429\)/ },
  fails: { code: 1, says: /The server failed: 500/, ...nothing },
  'sends broken JSON': { code: 1, says: /This is not the API/, ...nothing },
  'sends one page to everything': { code: 1, says: /This is not the API: it sends the same page to every request/ },
  'never ends a response': { code: 1, says: /This is not the API: .*too long/, ...nothing },
  'closes every connection': { code: 1, report: 'none' },
  'closes connections from the sixth on': { code: 0, says: /It ended early: three requests in a row got no response/ },
  'asks to wait for an hour from the sixth request on': { code: 0, says: /It ended early: the server asked to wait/ },
  'asks to wait for a second at times': { code: 0 },
  'fails from the sixth request on': { code: 0 },
  'is a captive portal from the sixth request on': { code: 0 },

  'does not say that it is the emulator': { code: 3, args: deleting, report: 'none', deletions: 0 },
  'no longer says that it is the emulator when it comes to the deletion': {
    code: 1,
    args: deleting,
    says: /The video that was named was not deleted\./,
    deletions: 0,
  },
  'deletes another video, too': {
    code: 5,
    args: deleting,
    first: oneLost,
    says: /The video that was named was deleted\./,
    refuted: ["deleteVideos: 1 OTHER of the package's videos gone after the deletion of one"],
    alive: 2,
  },
  'deletes every video, and says so': { code: 5, args: deleting, first: lostOthers, refuted: [deletesTwo], alive: 1 },
  'deletes every video, and says that it was one': {
    code: 5,
    args: deleting,
    first: lostOthers,
    refuted: [deletesTwo],
    alive: 1,
    deletions: 1,
  },
  'deletes every video, says so, and fails from then on': {
    code: 5,
    args: deleting,
    first: lostOthers,
    says: /whether other videos of the package are gone is not known/,
    refuted: [`${deletesTwo}, by its response`],
    alive: 1,
  },
  'rejects a deletion that it carried out on every video': {
    code: 5,
    args: deleting,
    first: lostOthers,
    refuted: [deletesTwo],
    alive: 1,
  },
  'deletes the package': { code: 5, args: deleting, first: lostOthers, refuted: [deletesTwo] },
  'confirms, and deletes nothing': {
    code: 0,
    args: deleting,
    says: /confirmed the deletion .* and lists it as alive/,
    refuted: ['VideoDeletion.videos: the video that the response names is alive'],
    alive: 4,
  },
  'confirms, and closes every connection from then on': {
    code: 5,
    args: deleting,
    says: /The API confirmed that the video that was named was deleted\./,
    alive: 3,
    deletions: 1,
  },
  'loses the response to the deletion': {
    code: 0,
    args: deleting,
    says: /The video that was named was deleted\./,
    alive: 3,
    deletions: 1,
  },
  'tells the key, a link and a name wherever it can': { code: 0, args: deleting, alive: 3 },
};

describe('a server that', () => {
  test.each(Object.entries(ends))('%s', async (misbehaviour, end) => {
    const emulator = await anEmulator();
    const handle = Object.entries(misbehaving).find(([each]) => each === misbehaviour)?.[1];
    const server = await inFrontOf(emulator, handle ?? (() => undefined));
    const { code, shown, out, report, refuted, confirmed } = await verify(server, end.args);
    expect(code, shown).toBe(end.code);
    expect(report === undefined, shown).toBe(end.report === 'none');
    if (end.first) for (const text of [out, report]) expect(text?.split('\n')[0]).toMatch(end.first);
    if (end.says) for (const text of report === undefined ? [shown] : [shown, report]) expect(text).toMatch(end.says);
    if (misbehaviour !== 'tells the key, a link and a name wherever it can') expect(refuted).toEqual(end.refuted ?? []);
    if (end.confirmedAtMost !== undefined) expect(confirmed.length).toBe(end.confirmedAtMost);
    if (end.alive !== undefined) expect(aliveIn(emulator)).toBe(end.alive);
    if (end.deletions !== undefined) expect(deletionsOf(emulator)).toHaveLength(end.deletions);
    for (const secret of [apiKey, 'access=', 'Jane Doe', 'headline', name]) {
      expect(report ?? '').not.toContain(secret);
      expect(out).not.toContain(secret);
    }
  });
});

test('where no response comes, it says why, and writes nothing', async () => {
  const { code, shown, report } = await verify(nobody);
  expect([code, report]).toEqual([1, undefined]);
  expect(shown.trim()).toBe('No response came: ECONNREFUSED. Check the address and the network.');
});

test('with a wrong key it ends with 4', async () => {
  const emulator = await anEmulator();
  const { code, shown } = await verify(emulator.url, [], { IINKED_SIGN_API_KEY: 'wrong' });
  expect(code).toBe(4);
  expect(shown).toContain('The API did not accept the key: 401 api_key_not_authorized.');
});

test('interrupted while it waits, it writes what it has, and ends with 130', async () => {
  const emulator = await anEmulator();
  const tooMany = { status: 429, headers: { 'retry-after': '50' }, body: '{"error":"e","message":"m"}' };
  let command: ReturnType<typeof typed> | undefined;
  const server = await inFrontOf(emulator, ({ number, pass }) => {
    if (number < 6) return pass();
    command?.kill('SIGINT');
    return tooMany;
  });
  const cwd = await mkdtemp(join(tmpdir(), 'verify-'));
  command = typed(['verify'], { cwd, env: { IINKED_SIGN_API_KEY: apiKey, IINKED_SIGN_SERVER: server } });
  expect(await command.ended).toBe(130);
  const report = await readFile(join(cwd, 'iinked-sign-report.md'), 'utf8');
  expect(report).toContain('It ended early: it was interrupted.');
  expect(report).toMatch(/`getPackage 404` \| confirmed/);
});

test('interrupted while the deletion is under way, it waits for it, compares the lists, and deletes no second time', async () => {
  const emulator = await anEmulator();
  let command: ReturnType<typeof typed> | undefined;
  const server = await inFrontOf(emulator, ({ request, pass }) => {
    if (isDeletion(request)) command?.kill('SIGINT');
    return pass();
  });
  const cwd = await mkdtemp(join(tmpdir(), 'verify-'));
  const env = { IINKED_SIGN_API_KEY: apiKey, IINKED_SIGN_SERVER: server };
  command = typed(['verify', ...deleting], { cwd, env });
  expect(await command.ended).toBe(130);
  const report = await readFile(join(cwd, 'iinked-sign-report.md'), 'utf8');
  expect(report).toContain('The video that was named was deleted.');
  expect(report).toMatch(/`VideoDeletion.videos` \| confirmed/);
  expect([deletionsOf(emulator).length, aliveIn(emulator)]).toEqual([1, 3]);
});

describe.concurrent('at a terminal', () => {
  const enter = '\r';

  test('it asks for the key without showing it, and for the id of the video', async ({ onTestFinished }) => {
    const videos = [aVideo({ meetingVideoId: 'one' })];
    const emulator = await startEmulator({ apiKey, packages: [aPackage({ packageId: 'lease', videos })] });
    onTestFinished(() => emulator.close());
    const cwd = await mkdtemp(join(tmpdir(), 'verify-'));
    const env = { IINKED_SIGN_SERVER: emulator.url };
    const command = typed(['verify', '--delete', 'lease/one'], { cwd, env, isTerminal: true });
    await command.sees('API key (it is not shown)');
    command.type(`${apiKey}${enter}`);
    await command.sees('Type the id of the video to delete');
    command.type(`one${enter}`);
    expect(await command.ended).toBe(0);
    expect(command.shown()).not.toContain(apiKey);
    expect(await readdir(cwd)).toContain('iinked-sign-report.md');
    expect(aliveIn(emulator)).toBe(0);
  });

  test.for([
    ['Ctrl-C', interrupt, 130],
    ['Escape', '\u001b', 1],
  ] as const)('%s in place of a key ends it, and nothing is sent', async ([, key, code]) => {
    const cwd = await mkdtemp(join(tmpdir(), 'verify-'));
    const command = typed(['verify'], { cwd, env: { IINKED_SIGN_SERVER: nobody }, isTerminal: true });
    await command.sees('API key (it is not shown)');
    command.type(key);
    expect(await command.ended).toBe(code);
    expect(command.shown()).not.toContain('ECONNREFUSED');
  });
});
