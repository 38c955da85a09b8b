import { describe, expect, test } from 'vitest';
import { assumptions } from '../src/verify/contract.ts';
import { type DeletionEvidence, type Evidence, noEvidence } from '../src/verify/evidence.ts';
import { findingsOf, headlinesOf, isLossPossible } from '../src/verify/findings.ts';
import { judgements } from '../src/verify/judgements.ts';
import { notSent, type Observed, observedOf, type Wanted, without } from '../src/verify/observed.ts';
import type { ProbeName } from '../src/verify/probes.ts';

const wantedBy = (body: object): Wanted => ('items' in body ? 'page' : 'videos' in body ? 'videos' : 'package');

/** A response of the API. */
function seen(body: object, status = 200, headers: Record<string, string> = {}): Observed {
  const get = (name: string) => headers[name] ?? null;
  return observedOf(wantedBy(body), { status, headers: { get } }, JSON.stringify(body));
}

/** A list with a `Date`, and from a cache one with its `Age`. */
const dated = (date?: string, age?: string) =>
  seen({ packageId: 'lease', videos: [] }, 200, { ...(date && { date }), ...(age && { age }) });

const failed = (status: number, error: string) => seen({ error, message: 'In words.' }, status);

/** Responses that show nothing about the API. */
const unseen: [string, Observed][] = [
  ['a 429', failed(429, 'too_many_requests')],
  ['a 500', failed(500, 'package_exception_unexpected')],
  ['a 503', seen({ items: [] }, 503)],
  ['a redirect', seen({ items: [] }, 302)],
  ['HTML', observedOf('page', { status: 200, headers: { get: () => null } }, '<h1>Sign in</h1>')],
  ['HTML with 400', observedOf('page', { status: 400, headers: { get: () => null } }, '<h1>Bad request</h1>')],
  ['HTML with 401', observedOf('page', { status: 401, headers: { get: () => null } }, '<h1>Who are you?</h1>')],
  ['HTML with 404', observedOf('page', { status: 404, headers: { get: () => null } }, '<h1>Not found</h1>')],
  ['broken JSON', observedOf('page', { status: 200, headers: { get: () => null } }, '{"items":[')],
  ['JSON of something else', seen({ ok: true }, 200)],
  ['an error of something else', seen({ detail: 'Not found' }, 404)],
  ['no response', without('lost', 'ECONNRESET')],
  ['a response that is too long', without('tooLong')],
  ['nothing, for it was not sent', notSent],
];

const page = { items: [], total: 0, take: 50, skip: 0 };
const newest = { packageId: 'lease', timeCreated: '2026-01-02T00:00:00Z' };
const oldest = { packageId: 'loan', timeCreated: '2026-01-01T00:00:00Z' };

function evidenceOf(changes: Partial<Evidence>): Evidence {
  return { ...noEvidence({ server: 'https://sandbox.syngrafii.com/api/v1', log: [] }), ...changes };
}

const logOf = (...all: Observed[]) => all.map((observed) => ({ words: 'a request', wants: 'page' as const, observed }));

function judged(about: string, evidence: Evidence) {
  const finding = findingsOf(evidence).find((each) => each.about === about);
  return [finding?.result, finding?.observed];
}

test('every assumption of the contract is judged, and no other', () => {
  const names = assumptions.map(({ about }) => about);
  expect(Object.keys(judgements).toSorted()).toEqual(names.toSorted());
});

describe('what shows nothing confirms and refutes nothing', () => {
  test.each(unseen)('%s in place of every response', (_, observed) => {
    const probes: ProbeName[] = [
      'packages',
      'unknownPackage',
      'unknownVideos',
      'byDefault',
      'ofAllMembers',
      'byCreated',
    ];
    const more: ProbeName[] = ['byUnknownOrder', 'halfAPackage', 'unknownField', 'chunked', 'withoutKey', 'wrongKey'];
    const names: ProbeName[] = [...probes, ...more, 'brokenPath'];
    const all = Object.fromEntries(names.map((name) => [name, observed]));
    const findings = findingsOf(evidenceOf({ ...all, details: [observed], videos: [observed], log: logOf(observed) }));
    const said = findings.filter(({ result }) => result !== 'not seen');
    expect(said).toEqual([]);
  });
});

describe('what a response shows', () => {
  test.each<[string, Partial<Evidence>, string, string]>([
    [
      'NotAuthenticated',
      { wrongKey: failed(401, 'api_key_not_authorized') },
      'confirmed',
      'a wrong key: 401 api_key_not_authorized',
    ],
    [
      'NotAuthenticated',
      { wrongKey: failed(403, 'api_key_not_authorized') },
      'refuted',
      'a wrong key: 403 api_key_not_authorized',
    ],
    ['NotAuthenticated', { wrongKey: seen(page) }, 'refuted', 'a wrong key: 200'],
    [
      'NotAuthenticated example wrongKey',
      { wrongKey: failed(403, 'api_key_not_authorized') },
      'confirmed',
      '403 api_key_not_authorized',
    ],
    [
      'NotAuthenticated example wrongKey',
      { wrongKey: failed(401, 'key_wrong') },
      'refuted',
      '401 (a code that the contract does not know)',
    ],
    ['listPackages request example keyTest', { withoutKey: seen(page) }, 'refuted', '200 without a key'],
    ['getPackage 404', { unknownPackage: failed(404, 'package_not_found') }, 'confirmed', '404 package_not_found'],
    ['getPackage 404', { unknownPackage: failed(400, 'package_not_found') }, 'refuted', '400 package_not_found'],
    [
      'getPackage 404',
      { unknownPackage: failed(403, 'package_not_authorized') },
      'not seen',
      '403 package_not_authorized',
    ],
    ['PackageQuery', { unknownField: seen(page) }, 'refuted', 'an unknown field is ignored'],
    [
      'PackageQuery',
      { unknownField: failed(400, 'request_invalid') },
      'confirmed',
      'an unknown field: 400 request_invalid',
    ],
    [
      'PackageQuery',
      { unknownField: failed(403, 'no') },
      'not seen',
      'an unknown field: 403 (a code that the contract does not know)',
    ],
    ['PackageQuery.skip', { byDefault: seen(page) }, 'confirmed', 'skip is 0 by default'],
    ['PackageQuery.skip', { byDefault: seen({ ...page, skip: 867 }) }, 'refuted', 'skip is not 0 by default'],
    ['PackageQuery.skip', { byDefault: seen({ items: [] }) }, 'not seen', 'the response does not say'],
    ['PackageQuery.take', { byDefault: seen({ ...page, take: 867 }) }, 'refuted', 'take is not 50 by default'],
    ['PackageQuery.take', { byDefault: seen(page), halfAPackage: seen(page) }, 'refuted', 'take 1.5: 200'],
    ['PackagePage', { packages: seen({ items: [], take: 1 }) }, 'refuted', 'total, skip missing in 1 response'],
    [
      'listPackages',
      { packages: seen({ ...page, total: 1 }), ofAllMembers: seen({ ...page, total: 2 }) },
      'refuted',
      'with allMembers there are others in all than without filters',
    ],
    [
      'listPackages',
      { packages: seen({ ...page, items: [oldest, newest] }), ofAllMembers: seen(page) },
      'refuted',
      'as many packages with and without allMembers; not the newest first',
    ],
    [
      'listPackages',
      { packages: seen({ ...page, items: [newest] }), ofAllMembers: seen(page) },
      'not seen',
      'as many packages with and without allMembers; too few packages to see an order',
    ],
    [
      'listPackages',
      { packages: seen(page), ofAllMembers: failed(403, 'no') },
      'not seen',
      'with allMembers: 403 (a code that the contract does not know)',
    ],
    ['listVideos', { videos: [seen({ videos: [], total: 1 })] }, 'refuted', 'the list has total'],
    [
      'deleteVideos request',
      { chunked: failed(411, 'length_required') },
      'refuted',
      'a chunked body on /packages/list: 411 (a code that the contract does not know)',
    ],
    ['listVideos 200 Date', { videos: [dated(new Date().toUTCString())] }, 'confirmed', 'right in each of 1 list'],
    [
      'listVideos 200 Date',
      { videos: [dated('yesterday'), dated()] },
      'refuted',
      'of 2 lists: 1 without it, 1 of another time than that of this machine',
    ],
    ['listVideos 200 Date', { videos: [dated(new Date().toUTCString(), '7')] }, 'refuted', 'of 1 list: 1 from a cache'],
    ['VideoList', { videos: [seen({ videos: [] })] }, 'refuted', 'packageId missing in 1 response'],
    [
      'MeetingVideo.url',
      { videos: [seen({ videos: [{ url: 'https://example.com/?access=1' }, { url: '/two' }] })] },
      'refuted',
      '1 of 2 links have the parameter access',
    ],
    [
      'MeetingVideo',
      { videos: [seen({ videos: [{ meetingVideoId: 'one', url: null }] })] },
      'confirmed',
      expect.stringMatching(/^missing or null: .*url/),
    ],
    [
      'Package.timeCreated',
      { details: [seen(newest)], videos: [seen({ packageId: 'lease', videos: [oldest] })] },
      'refuted',
      '1 of 1 videos are older than their package',
    ],
    [
      'PackageDetails',
      { packages: seen({ ...page, items: [newest] }), details: [seen({ packageId: 'lease' })] },
      'refuted',
      'missing: timeCreated',
    ],
    ['ErrorBody', { log: logOf(seen({ message: 'No.' }, 400)) }, 'refuted', 'error missing in 1 response'],
    [
      'TooManyRequests Retry-After',
      { log: logOf(seen({ error: 'e', message: 'm' }, 429, { 'retry-after': '7' })) },
      'not seen',
      '429 with the header',
    ],
    [
      'TooManyRequests Retry-After',
      { log: logOf(failed(429, 'e')) },
      'not seen',
      '429 without the header, or without a body of the API',
    ],
    ['TooManyRequests example tooMany', { log: logOf(failed(429, 'other')) }, 'not seen', '429 with another code'],
    [
      'server https://{host}/api/v1',
      { server: 'https://sign.example.com', packages: seen(page) },
      'confirmed',
      '200 on another domain',
    ],
    [
      'server https://{host}/api/v1',
      { packages: seen(page) },
      'not seen',
      "the server is on one of Syngrafii's own domains",
    ],
    [
      'info',
      { packages: seen({ ...page, more: 1, less: 2 }) },
      'confirmed',
      'fields that the contract does not know: PackagePage 2',
    ],
    [
      'VideoList.videos',
      { videos: [seen({ videos: [{ state: 'deleted' }] })] },
      'confirmed',
      'deleted videos are listed',
    ],
  ])('%s %#', (about, changes, result, observed) => {
    expect(judged(about, evidenceOf(changes))).toEqual([result, observed]);
  });
});

const aVideo = (meetingVideoId: string, fields: object = {}) => ({ meetingVideoId, state: 'archived', ...fields });
const gone = { state: 'deleted', timeDeleted: '2026-01-02T00:00:00Z' };
const lists = {
  before: seen({ packageId: 'lease', videos: [aVideo('one'), aVideo('two'), aVideo('old', gone)] }),
  after: seen({ packageId: 'lease', videos: [aVideo('one', gone), aVideo('two'), aVideo('old', gone)] }),
  withoutOne: seen({ packageId: 'lease', videos: [aVideo('two')] }),
  withoutTwo: seen({ packageId: 'lease', videos: [aVideo('one', gone)] }),
  empty: seen({ packageId: 'lease', videos: [] }),
};
const deletedOne = seen({ packageId: 'lease', videos: [aVideo('one', gone)] });
const deletedBoth = seen({ packageId: 'lease', videos: [aVideo('one', gone), aVideo('two', gone)] });
const later = { timeRetention: '2999-01-01T00:00:00Z' };

function aDeletion(changes: Partial<DeletionEvidence>): Evidence {
  const deletion: DeletionEvidence = {
    packageId: 'lease',
    meetingVideoId: 'one',
    video: aVideo('one'),
    package: seen({ packageId: 'lease' }),
    before: lists.before,
    first: deletedOne,
    isConfirmed: true,
    mayHaveDeleted: true,
    unmet: undefined,
    after: [lists.after],
    second: undefined,
    ...changes,
  };
  return { ...evidenceOf({}), isDeletionWanted: true, deletion };
}

const refutedBy = (evidence: Evidence) =>
  findingsOf(evidence).flatMap(({ about, result }) => (result === 'refuted' ? [about] : []));

describe('one cause of a deletion gives one refutation', () => {
  test.each<[string, Partial<DeletionEvidence>, string[]]>([
    ['a deletion as it should be', { second: failed(404, 'meeting_video_not_found') }, []],
    ['a second deletion that succeeds', { second: seen({ packageId: 'lease', videos: [] }) }, ['deleteVideos 404']],
    ['a second deletion with another code', { second: failed(404, 'gone') }, ['deleteVideos 404 example video']],
    ['another video gone', { after: [lists.withoutTwo] }, ['deleteVideos']],
    ['another video gone, as it says', { first: deletedBoth, after: [lists.withoutTwo] }, ['deleteVideos']],
    ['another video gone, with a 400', { first: failed(400, 'no'), after: [lists.empty] }, ['deleteVideos']],
    ['another video gone after a second deletion', { after: [lists.after, lists.withoutTwo] }, ['deleteVideos']],
    ['a 404 of something else after it', { after: [failed(404, 'no')] }, []],
    ['the package gone', { after: [failed(404, 'package_not_found')] }, ['deleteVideos']],
    ['another video named that is alive', { first: deletedBoth }, ['VideoDeletion.videos']],
    ['the video alive that is named', { after: [lists.before] }, ['VideoDeletion.videos']],
    ['the video alive, and not named', { first: lists.empty, after: [lists.before] }, ['deleteVideos']],
    ['the video no longer listed', { after: [lists.withoutOne] }, ['VideoList.videos']],
    [
      'no time in the response',
      { first: seen({ packageId: 'lease', videos: [aVideo('one', { state: 'deleted' })] }) },
      ['MeetingVideo.timeDeleted'],
    ],
    ['no package in the response', { first: seen({ videos: [aVideo('one', gone)] }) }, ['VideoDeletion']],
    ['a 403', { first: failed(403, 'package_not_authorized'), after: [lists.before] }, ['NotPermitted']],
    ['a 403 for the key', { first: failed(403, 'api_key_not_authorized'), after: [lists.before] }, []],
    ['a 401', { first: failed(401, 'api_key_not_authorized'), after: [lists.before] }, []],
    [
      'a 404 of a video that is listed',
      { first: failed(404, 'package_not_found'), after: [lists.before] },
      ['deleteVideos'],
    ],
    ['a 404 that is not of the API', { first: seen({ detail: 'Not found' }, 404), after: [lists.before] }, []],
    [
      'a 400 under retention',
      { video: aVideo('one', later), first: failed(400, 'package_delete_retention'), after: [lists.before] },
      ['MeetingVideo.timeRetention'],
    ],
    [
      'a 400 of a package under retention',
      {
        package: seen({ packageId: 'lease', ...later }),
        first: failed(400, 'package_delete_retention'),
        after: [lists.before],
      },
      ['PackageDetails.timeRetention'],
    ],
    [
      'a 400 with both under retention',
      {
        video: aVideo('one', later),
        package: seen({ packageId: 'lease', ...later }),
        first: failed(409, 'no'),
        after: [lists.before],
      },
      ['MeetingVideo.timeRetention'],
    ],
    [
      'a 400 of a video that is being recorded',
      { video: aVideo('one', { state: 'started' }), first: failed(400, 'no'), after: [lists.before] },
      ['deleteVideos 200'],
    ],
    ['a 400 of a video like any other', { first: failed(400, 'no'), after: [lists.before] }, ['deleteVideos']],
    ['a 500', { first: failed(500, 'no'), after: [lists.before] }, []],
    ['a 429', { first: failed(429, 'no'), after: [lists.before] }, []],
    ['no response, and no list', { first: without('lost'), after: [without('lost')], isConfirmed: false }, []],
  ])('%s', (_, changes, refutations) => {
    expect(refutedBy(aDeletion(changes))).toEqual(refutations);
  });

  test('a deletion as it should be confirms what it shows', () => {
    const evidence = aDeletion({
      video: aVideo('one', { ...later, state: 'started' }),
      second: failed(404, 'meeting_video_not_found'),
    });
    const confirmed = findingsOf(evidence).flatMap(({ about, result }) => (result === 'confirmed' ? [about] : []));
    expect(confirmed).toEqual([
      'deleteVideos',
      'deleteVideos 200',
      'deleteVideos 404',
      'deleteVideos 404 example video',
      'VideoDeletion',
      'VideoDeletion.videos',
      'VideoList.videos',
      'MeetingVideo.timeRetention',
      'MeetingVideo.timeDeleted',
      'NotPermitted',
    ]);
  });
});

describe('before all findings it says what became of the videos', () => {
  const unseenAfter = [failed(500, 'no')];
  test.each<[string, Evidence, RegExp[], boolean]>([
    ['nothing was to be deleted', evidenceOf({}), [], false],
    ['it was deleted', aDeletion({}), [/^The video that was named was deleted\.$/], false],
    [
      'another one, too',
      aDeletion({ after: [lists.withoutTwo] }),
      [/^REFUTED: 1 OTHER VIDEO .* \(alive before it/, /was deleted\.$/],
      true,
    ],
    [
      'others, by the response',
      aDeletion({ first: deletedBoth, after: unseenAfter }),
      [/^REFUTED: 1 OTHER VIDEO .*by the response/, /^The API confirmed/, /is not known\.$/],
      true,
    ],
    [
      'it was confirmed, and no list was seen',
      aDeletion({ after: unseenAfter }),
      [/^The API confirmed that/, /is not known\.$/],
      true,
    ],
    [
      'it may be deleted',
      aDeletion({ isConfirmed: false, first: without('lost'), after: unseenAfter }),
      [/may be deleted: look it up\.$/, /is not known\.$/],
      true,
    ],
    [
      'it was rejected',
      aDeletion({ isConfirmed: false, mayHaveDeleted: false, first: failed(400, 'no'), after: [lists.before] }),
      [/was not deleted\.$/],
      false,
    ],
    [
      'it was rejected, and no list was seen',
      aDeletion({ isConfirmed: false, mayHaveDeleted: false, first: failed(400, 'no'), after: unseenAfter }),
      [/not deleted, as far as/, /is not known\.$/],
      false,
    ],
    [
      'the client kept it',
      aDeletion({ first: undefined, unmet: 'stale', after: [] }),
      [/the client kept it \(stale\)\.$/],
      false,
    ],
    ['it did not come to it', { ...evidenceOf({}), isDeletionWanted: true }, [/was not deleted\.$/], false],
  ])('%s', (_, evidence, lines, isLost) => {
    expect(headlinesOf(evidence)).toEqual(lines.map((line) => expect.stringMatching(line)));
    expect(isLossPossible(evidence)).toBe(isLost);
  });

  test('that others are gone is the first finding', () => {
    expect(findingsOf(aDeletion({ after: [lists.withoutTwo] }))[0]?.about).toBe('deleteVideos');
  });
});
