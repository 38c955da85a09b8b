import { contract } from 'iinked-sign-openapi/contract';
import type { Observed } from './api.ts';
import { type Evidence, itemsOf } from './evidence.ts';

/** What the evidence says about an assumption, and what was observed. */
export type Judgement = { result: 'confirmed' | 'refuted' | 'not seen'; observed: string };

/** One judgement for each assumption of the contract, by what it is about. */
export const judgements: Record<string, (evidence: Evidence) => Judgement> = {
  info: ({ packages, videos }) => {
    const unknown = [
      ...unknownFields('PackagePage', [packages.body]),
      ...unknownFields('Package', itemsOf(packages, 'items')),
      ...unknownFields('VideoList', bodiesOf(videos)),
      ...unknownFields('MeetingVideo', videosOf(videos)),
    ];
    return unknown.length > 0
      ? confirmed(`fields that the contract does not know: ${unknown.join(', ')}`)
      : notSeen('');
  },
  'server https://{host}/api/v1': ({ server, packages }) =>
    /\.syngrafii\.(com|ca|eu)$/.test(new URL(server).hostname)
      ? notSeen("the server is on one of Syngrafii's own domains")
      : confirmed(`${statusOf(packages)} on another domain`),

  listPackages: ({ packages, packagesOfAllMembers }) => {
    const [own, all] = [packages.body.total, packagesOfAllMembers.body.total];
    if (own !== all) return refuted(`${own} packages without filters, ${all} with allMembers`);
    return orderOf(packages, `${own} packages with and without allMembers`);
  },
  'listPackages request example keyTest': ({ withoutKey }) =>
    withoutKey.status === 200 ? refuted('200 without a key') : confirmed(`${statusOf(withoutKey)} without a key`),
  'listPackages 200 example page': ({ packages }) => {
    const [first] = itemsOf(packages, 'items');
    if (!first) return notSeen('no package is listed');
    const missing = ['packageId', 'timeCreated', 'name', 'type', 'state', 'isExecuted'].filter(
      (name) => !(name in first),
    );
    return missing.length === 0
      ? confirmed('a package has its fields')
      : refuted(`a package lacks ${missing.join(', ')}`);
  },
  'listPackages 400 example sortBy': ({ packagesByUnknownField }) =>
    asExample(packagesByUnknownField, 400, 'package_invalid_sortBy'),
  'getPackage 200 example package': ({ details }) => {
    const [first] = bodiesOf(details);
    if (!first) return notSeen('no package was read');
    return hasFields([first], ['packageId', 'name', 'type', 'state', 'isExecuted']);
  },
  'getPackage 400 example path': ({ brokenPath }) => asExample(brokenPath, 400, 'request_invalid_path'),
  'getPackage 404': ({ details: [unknown] }) =>
    unknown ? asExample(unknown, 404, 'package_not_found') : notSeen('none was asked for'),
  listVideos: ({ videos }) => {
    const lists = succeeded(videos);
    const paging = ['take', 'skip', 'total', 'next', 'nextPage', 'cursor'].filter((name) =>
      lists.some(({ body }) => name in body),
    );
    if (paging.length > 0) return refuted(`the list has ${paging.join(', ')}`);
    const longest = Math.max(0, ...lists.map((list) => itemsOf(list, 'videos').length));
    return longest > 50
      ? confirmed(`${longest} videos in one response`)
      : notSeen(`at most ${longest} videos in a package`);
  },
  'listVideos 400 example path': ({ brokenPath }) => asExample(brokenPath, 400, 'request_invalid_path'),
  'listVideos 404': ({ videos: [unknown] }) =>
    unknown ? asExample(unknown, 404, 'package_not_found') : notSeen('none was asked for'),

  deleteVideos: ({ deletion }) => (deletion ? bySuccess(deletion.first, 200) : notTried),
  'deleteVideos request': ({ chunked }) =>
    chunked.status === 200
      ? confirmed('a chunked body on /packages/list: 200')
      : refuted(`a chunked body on /packages/list: ${statusOf(chunked)}`),
  'deleteVideos 200': ({ deletion }) => {
    if (!deletion) return notTried;
    const { state } = deletion.video;
    if (state === 'archived') return notSeen('the video was archived');
    return bySuccess(deletion.first, 200, `a video in state ${state}`);
  },
  'deleteVideos 400 example retention': ({ deletion }) =>
    deletion?.first.status === 400 ? asExample(deletion.first, 400, 'package_delete_retention') : notSeen(''),
  'deleteVideos 400 example field': () => neverTried,
  'deleteVideos 404': ({ deletion }) =>
    deletion?.second ? bySuccess(deletion.second, 404, 'a second deletion') : notTried,
  'deleteVideos 404 example package': () => notSeen('no video of an unknown package was deleted'),
  'deleteVideos 404 example video': ({ deletion }) =>
    deletion?.second?.status === 404 ? asExample(deletion.second, 404, 'meeting_video_not_found') : notSeen(''),

  apiKey: () => notSeen('the key is sent to no other server'),
  VideoDeletionRequest: () => neverTried,
  'VideoDeletionRequest.packageId': () => neverTried,
  'VideoDeletionRequest.meetingVideoId': () => neverTried,
  VideoDeletion: ({ deletion }) =>
    deletion?.first.status === 200 ? hasFields([deletion.first.body], ['packageId', 'videos']) : notTried,
  'VideoDeletion.videos': ({ deletion }) => {
    if (deletion?.first.status !== 200) return notTried;
    const named = itemsOf(deletion.first, 'videos').map(({ meetingVideoId }) => meetingVideoId);
    const isExact = named.length === 1 && named[0] === deletion.video.meetingVideoId;
    return isExact
      ? confirmed('the one video that was deleted')
      : refuted(`${named.length} videos, not the one that was named`);
  },
  VideoList: ({ videos }) =>
    hasFields(
      succeeded(videos).map(({ body }) => body),
      ['packageId', 'videos'],
    ),
  'VideoList.videos': ({ videos, deletion }) => {
    if (deletion?.first.status === 200) {
      const after = itemsOf(deletion.listed, 'videos').find(
        ({ meetingVideoId }) => meetingVideoId === deletion.video.meetingVideoId,
      );
      if (!after) return refuted('the video is no longer listed after its deletion');
      return confirmed(
        `listed after its deletion, state ${after.state}, timeDeleted ${after.timeDeleted ? 'set' : 'missing'}`,
      );
    }
    const deleted = videosOf(videos).filter(({ state, timeDeleted }) => state === 'deleted' || timeDeleted);
    return deleted.length > 0 ? confirmed(`${deleted.length} deleted videos are listed`) : notSeen('');
  },
  MeetingVideo: ({ videos }) => emptyFields('MeetingVideo', videosOf(videos)),
  'Package.timeCreated': () => notSeen('compare the time of a package with those of its videos'),
  'MeetingVideo.timeCreated': () => notSeen('compare the time of a recording that you know'),
  'MeetingVideo.timeRetention': ({ deletion }) => {
    const until = Date.parse(deletion?.video.timeRetention ?? '');
    if (!deletion || !(until > Date.now())) return notSeen('no video under retention was deleted');
    return bySuccess(deletion.first, 200, 'a video under retention');
  },
  'MeetingVideo.timeDeleted': ({ deletion }) => {
    if (deletion?.first.status !== 200) return notTried;
    const [video] = itemsOf(deletion.first, 'videos');
    return video?.timeDeleted ? confirmed('set in the response to the deletion') : refuted('missing in that response');
  },
  'MeetingVideo.url': ({ videos }) => {
    const links = videosOf(videos).flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
    if (links.length === 0) return notSeen('no video has a link');
    const withAccess = links.filter((link) => URL.parse(link)?.searchParams.has('access'));
    const observed = `${withAccess.length} of ${links.length} links have the parameter access`;
    return withAccess.length === links.length ? confirmed(observed) : refuted(observed);
  },
  PackageQuery: ({ unknownField }) =>
    unknownField.status === 200 ? refuted('an unknown field is ignored') : confirmed(statusOf(unknownField)),
  'PackageQuery.sortBy': ({ packagesByCreated, packagesByUnknownField }) =>
    packagesByUnknownField.status === 200
      ? refuted('sortBy "bogus": 200')
      : orderOf(packagesByCreated, `sortBy "bogus": ${statusOf(packagesByUnknownField)}`),
  'PackageQuery.take': ({ packagesByDefault, halfAPackage }) => {
    const observed = `take is ${packagesByDefault.body.take} by default; take 1.5: ${statusOf(halfAPackage)}`;
    const isAsAssumed = packagesByDefault.body.take === 50 && halfAPackage.status !== 200;
    return isAsAssumed ? confirmed(observed) : refuted(observed);
  },
  'PackageQuery.skip': ({ packagesByDefault }) =>
    packagesByDefault.body.skip === 0
      ? confirmed('skip is 0 by default')
      : refuted(`skip is ${packagesByDefault.body.skip} by default`),
  PackagePage: ({ packages }) => hasFields([packages.body], ['items', 'total', 'take', 'skip']),
  Package: ({ packages }) => emptyFields('Package', itemsOf(packages, 'items')),
  PackageDetails: ({ packages, details }) => {
    const bodies = bodiesOf(details);
    const missing = itemsOf(packages, 'items').flatMap((item) => {
      const body = bodies.find(({ packageId }) => packageId === item.packageId);
      return body ? Object.keys(item).filter((name) => !(name in body)) : [];
    });
    if (bodies.length === 0) return notSeen('no package was read');
    return missing.length === 0
      ? confirmed('every field of the listing')
      : refuted(`missing: ${[...new Set(missing)].join(', ')}`);
  },
  'PackageDetails.timeRetention': () => notSeen('no video of a package under retention was deleted'),
  ErrorBody: ({ observed }) =>
    hasFields(
      observed.filter(({ status }) => status >= 400).map(({ body }) => body),
      ['error', 'message'],
    ),
  NotAuthenticated: ({ wrongKey }) =>
    wrongKey.status === 401 ? confirmed(statusOf(wrongKey)) : refuted(`a wrong key: ${statusOf(wrongKey)}`),
  'NotAuthenticated example wrongKey': ({ wrongKey }) => asExample(wrongKey, 401, 'api_key_not_authorized'),
  NotPermitted: ({ deletion }) => (deletion ? bySuccess(deletion.first, 200, 'this key') : notTried),
  'NotPermitted example notAuthorized': ({ observed }) => asExampleAmong(observed, 403, 'package_not_authorized'),
  'TooManyRequests Retry-After': ({ observed }) => {
    const limited = observed.find(({ status }) => status === 429);
    if (!limited) return notSeen('no request was limited');
    return limited.retryAfter ? confirmed(`Retry-After: ${limited.retryAfter}`) : refuted('a 429 without Retry-After');
  },
  'TooManyRequests example tooMany': ({ observed }) => asExampleAmong(observed, 429, 'too_many_requests'),
  ServerFailure: () => notSeen('what a failure did is not looked at'),
  'ServerFailure example exception': ({ observed }) => asExampleAmong(observed, 500, 'package_exception_unexpected'),
};

const confirmed = (observed: string): Judgement => ({ result: 'confirmed', observed });
const refuted = (observed: string): Judgement => ({ result: 'refuted', observed });
const notSeen = (observed: string): Judgement => ({ result: 'not seen', observed });
const notTried = notSeen('no video was deleted; --delete names one');
const neverTried = notSeen('never tried, because it might delete every video');

function statusOf({ status, body }: Observed): string {
  return typeof body.error === 'string' ? `${status} ${body.error}` : String(status);
}

function bySuccess(response: Observed, status: number, what = 'the deletion'): Judgement {
  return response.status === status
    ? confirmed(`${what}: ${statusOf(response)}`)
    : refuted(`${what}: ${statusOf(response)}`);
}

function succeeded(responses: Observed[]): Observed[] {
  return responses.filter(({ status }) => status === 200);
}

function bodiesOf(responses: Observed[]): Record<string, unknown>[] {
  return succeeded(responses).map(({ body }) => body);
}

function videosOf(responses: Observed[]): Record<string, unknown>[] {
  return succeeded(responses).flatMap((list) => itemsOf(list, 'videos'));
}

/** Whether packages are listed the newest first, as far as there are enough to see it. */
function orderOf(packages: Observed, observed: string): Judgement {
  const times = itemsOf(packages, 'items').map(({ timeCreated }) => Date.parse(String(timeCreated)));
  const isNewestFirst = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? time));
  if (times.length < 2) return notSeen(`${observed}; too few packages to see an order`);
  return isNewestFirst ? confirmed(`${observed}; the newest first`) : refuted(`${observed}; not the newest first`);
}

function asExample(response: Observed, status: number, code: string): Judgement {
  const isAsExpected = response.status === status && response.body.error === code;
  return isAsExpected ? confirmed(statusOf(response)) : refuted(statusOf(response));
}

function asExampleAmong(observed: readonly Observed[], status: number, code: string): Judgement {
  const response = observed.find((each) => each.status === status);
  return response ? asExample(response, status, code) : notSeen('');
}

function hasFields(bodies: Record<string, unknown>[], names: string[]): Judgement {
  if (bodies.length === 0) return notSeen('');
  const missing = names.filter((name) => bodies.some((body) => !(name in body)));
  const where = `in ${bodies.length} ${bodies.length === 1 ? 'response' : 'responses'}`;
  return missing.length === 0
    ? confirmed(`${names.join(', ')} ${where}`)
    : refuted(`${missing.join(', ')} missing ${where}`);
}

/** Whether any field of a schema is missing or null in what was seen. */
function emptyFields(schema: string, items: Record<string, unknown>[]): Judgement {
  const empty = knownFields(schema).filter((name) =>
    items.some((item) => item[name] === undefined || item[name] === null),
  );
  if (items.length === 0) return notSeen('none was listed');
  return empty.length > 0
    ? confirmed(`missing or null: ${empty.join(', ')}`)
    : notSeen(`no field was empty in ${items.length}`);
}

function unknownFields(schema: string, items: Record<string, unknown>[]): string[] {
  const names = new Set(items.flatMap((item) => Object.keys(item)));
  return [...names].filter((name) => !knownFields(schema).includes(name)).map((name) => `${schema}.${name}`);
}

function knownFields(schema: string): string[] {
  return Object.keys(contract.components.schemas[schema]?.properties ?? {});
}
