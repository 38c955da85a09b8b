import { servers } from 'iinked-sign';
import { aPackage, aVideo, type EmulatorOptions, startEmulator } from 'iinked-sign-emulator';
import { assumptions } from 'iinked-sign-openapi/assumptions';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createApi } from '../src/api.ts';
import { deleteNamed, namedVideo } from '../src/deletion.ts';
import { readEvidence } from '../src/evidence.ts';
import { judgements } from '../src/judgements.ts';
import { findingsOf } from '../src/report.ts';

const apiKey = 'a-key-of-the-test';
const held = { meetingVideoId: 'held', timeRetention: '2999-01-01T00:00:00Z', state: 'queued' };

async function start(options: EmulatorOptions = {}) {
  const lease = { packageId: 'lease', timeCreated: '2026-01-02T00:00:00Z', videos: [aVideo(held), aVideo()] };
  const other = { packageId: 'other', timeCreated: '2026-01-01T00:00:00Z', videos: [aVideo({ state: 'deleted' })] };
  const packages = [aPackage(lease), aPackage({ ...other, memberId: 'm' })];
  const emulator = await startEmulator({ apiKey, packages, ...options });
  onTestFinished(() => emulator.close());
  return emulator;
}

/** What the program finds out, by what it is about. */
async function findings(url: `http://${string}`, video?: string) {
  const api = createApi(url, apiKey);
  const evidence = await readEvidence(api);
  const deletion = video === undefined ? undefined : await deleteNamed(api, url, namedVideo(video, url));
  return new Map(findingsOf({ ...evidence, deletion }).map((finding) => [finding.about, finding]));
}

test('every assumption of the contract is judged, and no other', () => {
  const names = assumptions().map(({ about }) => about);
  expect(Object.keys(judgements).sort()).toEqual(names.sort());
});

test('the emulator confirms what can be seen, and refutes nothing', async () => {
  const { url } = await start();
  for (const video of [undefined, 'lease/held']) {
    const found = await findings(url, video);
    expect([...found.values()].filter(({ result }) => result === 'refuted')).toEqual([]);
    expect(found.get('NotAuthenticated')).toMatchObject({
      result: 'confirmed',
      observed: '401 api_key_not_authorized',
    });
    expect(found.get('deleteVideos request')).toMatchObject({ result: 'confirmed' });
    expect(found.get('deleteVideos')).toMatchObject({ result: video ? 'confirmed' : 'not seen' });
  }
});

test('a link without access is noticed, and is not in what is told', async () => {
  const url = 'https://videos.example.com/secret';
  const emulator = await start({ packages: [aPackage({ packageId: 'lease', videos: [aVideo({ url }), aVideo()] })] });
  expect((await findings(emulator.url)).get('MeetingVideo.url')).toMatchObject({
    result: 'refuted',
    observed: '1 of 2 links have the parameter access',
  });
});

test.each([
  'deleteVideos 200',
  'deleteVideos 404',
  'VideoDeletion.videos',
  'VideoList.videos',
  'MeetingVideo.timeRetention',
  'MeetingVideo.timeDeleted',
])('the deletion of one video shows %s', async (about) => {
  const { url } = await start();
  expect((await findings(url, 'lease/held')).get(about)).toMatchObject({ result: 'confirmed' });
});

describe('each switch of the emulator is noticed', () => {
  test.each<[string, EmulatorOptions, string, string]>([
    ['NotAuthenticated', { wrongKeyStatus: 403 }, 'refuted', 'a wrong key: 403 api_key_not_authorized'],
    ['deleteVideos 404', { deletedAgain: 'again' }, 'refuted', 'a second deletion: 200'],
    [
      'MeetingVideo.timeRetention',
      { underRetention: 'refuse' },
      'refuted',
      'a video under retention: 400 package_delete_retention',
    ],
    ['VideoList.videos', { deletedVideos: 'hidden' }, 'refuted', 'the video is no longer listed after its deletion'],
    ['listPackages', { memberId: 'm' }, 'refuted', '1 packages without filters, 2 with allMembers'],
    [
      'VideoDeletionRequest.meetingVideoId',
      { emptyVideoId: 'deleteAll' },
      'not seen',
      'never tried, because it might delete every video',
    ],
  ])('%s with %j', async (about, options, result, observed) => {
    const { url, packages } = await start(options);
    expect((await findings(url, 'lease/held')).get(about)).toMatchObject({ result, observed });
    expect(packages[0]?.videos[1]?.state).toBe('archived');
  });
});

test('a failure of the server is noticed', async () => {
  const { url, failNext } = await start();
  failNext({ status: 200, body: { items: [], total: 0, take: 20, skip: 0, more: 'yes' } });
  failNext({ status: 429, times: 3, retryAfter: 7 });
  const found = await findings(url);
  expect(found.get('info')).toMatchObject({
    result: 'confirmed',
    observed: expect.stringContaining('PackagePage.more'),
  });
  expect(found.get('TooManyRequests Retry-After')).toMatchObject({ result: 'confirmed', observed: 'Retry-After: 7' });
  expect(found.get('TooManyRequests example tooMany')).toMatchObject({
    result: 'refuted',
    observed: '429 emulator_fault',
  });
});

describe('nothing but one video of a sandbox can be named', () => {
  test.each(['', '/', 'lease', 'lease/', '/held', ' /held', 'lease/ ', 'lease/held/more'])('not %j', (text) => {
    expect(() => namedVideo(text, 'sandbox-us')).toThrow(/^--delete takes one video as PACKAGE\/VIDEO/);
  });

  test.each([
    servers.us,
    servers.ca,
    servers.eu,
    'https://sign.example.com/api/v1',
    'https://sandbox.syngrafii.com.evil.example/api/v1',
  ] as const)('not on %s', (server) => {
    expect(() => namedVideo('lease/held', server)).toThrow(/^--delete works on sandbox-us and sandbox-eu only/);
  });

  test('a video of a sandbox can', () => {
    for (const server of ['sandbox-us', 'sandbox-eu'] as const) {
      expect(namedVideo('lease/held', server)).toEqual({ packageId: 'lease', meetingVideoId: 'held' });
    }
  });

  test('a video that is not listed, or is deleted, is left alone', async () => {
    const { url, requests } = await start();
    const api = createApi(url, apiKey);
    await expect(deleteNamed(api, url, namedVideo('lease/unknown', url))).rejects.toThrow(
      /is not listed in its package/,
    );
    expect(requests.map(({ operationId }) => operationId)).toEqual(['listVideos']);
  });
});
