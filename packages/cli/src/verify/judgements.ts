import type { Evidence } from './evidence.ts';
import {
  byCode,
  byCodeAmong,
  byEmptyFields,
  byExample,
  byFields,
  byNotFound,
  byOrder,
  confirmed,
  isErrorOfApi,
  isRejected,
  type Judgement,
  knownFields,
  notSeen,
  refuted,
  timeOf,
  unknownFields,
  wordsOf,
} from './judgement.ts';
import { judgementsOfDeletion } from './judgementsOfDeletion.ts';
import { isGone } from './loss.ts';
import { isOnThisMachine } from './named.ts';
import { isSeen, itemsOf, type Observed } from './observed.ts';

/** One judgement for each assumption of the contract, by what it is about. Only what was seen confirms or refutes. */
export const judgements: Record<string, (evidence: Evidence) => Judgement> = {
  info: ({ packages, details, videos }) => {
    const counts = [
      ['PackagePage', unknownFields('PackagePage', bodiesOf([packages]))],
      ['Package', unknownFields('Package', itemsOf(packages, 'items'))],
      ['PackageDetails', unknownFields('PackageDetails', bodiesOf(details))],
      ['VideoList', unknownFields('VideoList', bodiesOf(videos))],
      ['MeetingVideo', unknownFields('MeetingVideo', videosOf(videos))],
    ] as const;
    const found = counts.filter(([, count]) => count > 0).map(([schema, count]) => `${schema} ${count}`);
    return found.length > 0 ? confirmed(`fields that the contract does not know: ${found.join(', ')}`) : notSeen('');
  },
  'server https://{host}/api/v1': ({ server, packages }) => {
    if (isOnThisMachine(server)) return notSeen('the server is on this machine');
    if (/\.syngrafii\.(com|ca|eu)$/.test(new URL(server).hostname)) {
      return notSeen("the server is on one of Syngrafii's own domains");
    }
    return isSeen(packages, 200) ? confirmed('200 on another domain') : notSeen(wordsOf(packages));
  },

  listPackages: ({ packages, ofAllMembers }) => {
    if (!isSeen(packages, 200)) return notSeen(wordsOf(packages));
    if (!isSeen(ofAllMembers, 200)) return notSeen(`with allMembers: ${wordsOf(ofAllMembers)}`);
    const [own, all] = [packages.body.total, ofAllMembers.body.total];
    if (typeof own !== 'number' || typeof all !== 'number')
      return notSeen('the responses do not say how many there are');
    if (own !== all) return refuted('with allMembers there are others in all than without filters');
    return byOrder(packages, 'as many packages with and without allMembers');
  },
  'listPackages request example keyTest': ({ withoutKey }) => {
    if (isSeen(withoutKey, 200)) return refuted('200 without a key');
    const isRefused = isSeen(withoutKey, 401) || isSeen(withoutKey, 403);
    return (isRefused ? confirmed : notSeen)(`without a key: ${wordsOf(withoutKey)}`);
  },
  'listPackages 200 example page': ({ packages }) => {
    const items = itemsOf(packages, 'items');
    if (items.length === 0) return notSeen('no package is listed');
    return byExample(items, ['packageId', 'timeCreated', 'name', 'type', 'state', 'isExecuted']);
  },
  'listPackages 400 example sortBy': ({ byUnknownOrder }) => byCode(byUnknownOrder, 400, 'package_invalid_sortBy'),
  'getPackage 200 example package': ({ details }) => {
    const bodies = bodiesOf(details);
    if (bodies.length === 0) return notSeen('no package was read');
    return byExample(bodies, ['packageId', 'name', 'type', 'state', 'isExecuted']);
  },
  'getPackage 400 example path': ({ brokenPath }) => byCode(brokenPath, 400, 'request_invalid_path'),
  'getPackage 404': ({ unknownPackage }) => byNotFound(unknownPackage),
  listVideos: ({ videos }) => {
    const paging = ['take', 'skip', 'total', 'next', 'nextPage', 'cursor'].filter((name) =>
      bodiesOf(videos).some((body) => name in body),
    );
    if (paging.length > 0) return refuted(`the list has ${paging.join(', ')}`);
    const longest = Math.max(0, ...seenOf(videos).map((list) => itemsOf(list, 'videos').length));
    return (longest > 50 ? confirmed : notSeen)(`at most ${longest} videos in a package`);
  },
  'listVideos 200 Date': ({ videos }) => {
    const lists = seenOf(videos);
    if (lists.length === 0) return notSeen('no list of videos was seen');
    const count = (is: (list: Observed) => boolean) => lists.filter(is).length;
    const flaws = [
      [count(({ date }) => date === 'missing'), 'without it'],
      [count(({ date }) => date === 'wrong'), 'of another time than that of this machine'],
      [count(({ isCached }) => isCached), 'from a cache'],
    ] as const;
    const found = flaws.flatMap(([flawed, words]) => (flawed > 0 ? [`${flawed} ${words}`] : []));
    const of = `of ${lists.length} ${lists.length === 1 ? 'list' : 'lists'}`;
    return found.length === 0 ? confirmed(`right in each ${of}`) : refuted(`${of}: ${found.join(', ')}`);
  },
  'listVideos 400 example path': ({ brokenPath }) => byCode(brokenPath, 400, 'request_invalid_path'),
  'listVideos 404': ({ unknownVideos }) => byNotFound(unknownVideos),
  'deleteVideos request': ({ chunked }) => {
    const words = `a chunked body on /packages/list: ${wordsOf(chunked)}`;
    if (isSeen(chunked, 200)) return confirmed(words);
    return (isRejected(chunked) || isSeen(chunked, 411) ? refuted : notSeen)(words);
  },

  apiKey: () => notSeen('the key is sent to no other server'),
  VideoList: ({ videos }) => byFields(bodiesOf(videos), ['packageId', 'videos']),
  MeetingVideo: ({ videos }) => byEmptyFields('MeetingVideo', videosOf(videos)),
  'MeetingVideo.timeCreated': () => notSeen('compare the time of a recording that you know'),
  'MeetingVideo.url': ({ videos }) => {
    const links = videosOf(videos).flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
    if (links.length === 0) return notSeen('no video has a link');
    const withAccess = links.filter((link) => URL.canParse(link) && new URL(link).searchParams.has('access'));
    const words = `${withAccess.length} of ${links.length} links have the parameter access`;
    return (withAccess.length === links.length ? confirmed : refuted)(words);
  },
  PackageQuery: ({ unknownField }) => {
    if (isSeen(unknownField, 200)) return refuted('an unknown field is ignored');
    return (isRejected(unknownField) ? confirmed : notSeen)(`an unknown field: ${wordsOf(unknownField)}`);
  },
  'PackageQuery.sortBy': ({ byCreated, byUnknownOrder }) => {
    const words = `sortBy "bogus": ${wordsOf(byUnknownOrder)}`;
    if (isSeen(byUnknownOrder, 200)) return refuted(words);
    if (!isRejected(byUnknownOrder)) return notSeen(words);
    return isSeen(byCreated, 200) ? byOrder(byCreated, words) : notSeen(`sortBy "created": ${wordsOf(byCreated)}`);
  },
  'PackageQuery.take': ({ byDefault, halfAPackage }) => {
    const half = `take 1.5: ${wordsOf(halfAPackage)}`;
    if (!isSeen(byDefault, 200)) return notSeen(`with an empty body: ${wordsOf(byDefault)}`);
    if (!('take' in byDefault.body)) return notSeen('the response does not say');
    if (byDefault.body.take !== 50) return refuted('take is not 50 by default');
    if (isSeen(halfAPackage, 200)) return refuted(half);
    return (isRejected(halfAPackage) ? confirmed : notSeen)(`take is 50 by default; ${half}`);
  },
  'PackageQuery.skip': ({ byDefault }) => {
    if (!isSeen(byDefault, 200)) return notSeen(`with an empty body: ${wordsOf(byDefault)}`);
    if (!('skip' in byDefault.body)) return notSeen('the response does not say');
    return byDefault.body.skip === 0 ? confirmed('skip is 0 by default') : refuted('skip is not 0 by default');
  },
  PackagePage: ({ packages }) => byFields(bodiesOf([packages]), ['items', 'total', 'take', 'skip']),
  Package: ({ packages }) => byEmptyFields('Package', isSeen(packages, 200) ? itemsOf(packages, 'items') : []),
  'Package.timeCreated': ({ details, videos }) => {
    const created = new Map(bodiesOf(details).map((body) => [body.packageId, timeOf(body.timeCreated)]));
    const pairs = seenOf(videos).flatMap((list) => {
      const time = created.get(list.body.packageId);
      return itemsOf(list, 'videos').flatMap((video) => {
        const recorded = timeOf(video.timeCreated);
        return time === undefined || recorded === undefined ? [] : [{ time, recorded }];
      });
    });
    if (pairs.length === 0) return notSeen('no video has a time to compare');
    const older = pairs.filter(({ time, recorded }) => recorded < time).length;
    return (older === 0 ? confirmed : refuted)(`${older} of ${pairs.length} videos are older than their package`);
  },
  PackageDetails: ({ packages, details }) => {
    const bodies = bodiesOf(details);
    const pairs = itemsOf(packages, 'items').flatMap((item) => {
      const body = bodies.find(({ packageId }) => packageId === item.packageId);
      return body ? [{ item, body }] : [];
    });
    if (pairs.length === 0) return notSeen('no package was read');
    const missing = knownFields('Package').filter((name) =>
      pairs.some(({ item, body }) => name in item && !(name in body)),
    );
    return missing.length === 0 ? confirmed('every field of the listing') : refuted(`missing: ${missing.join(', ')}`);
  },
  ErrorBody: ({ log }) =>
    byFields(
      log.flatMap(({ observed }) =>
        observed.kind === 'seen' && Number(observed.status) >= 400 ? [observed.body] : [],
      ),
      ['error', 'message'],
    ),
  NotAuthenticated: ({ wrongKey }) => {
    const words = `a wrong key: ${wordsOf(wrongKey)}`;
    if (isSeen(wrongKey, 401)) return confirmed(words);
    return (isSeen(wrongKey, 403) || isSeen(wrongKey, 200) || isRejected(wrongKey) ? refuted : notSeen)(words);
  },
  // The status is what NotAuthenticated is about: here it is the code.
  'NotAuthenticated example wrongKey': ({ wrongKey }) =>
    byCode(wrongKey, wrongKey.status === 403 ? 403 : 401, wrongKeyCode),
  'NotPermitted example notAuthorized': ({ log }) => {
    const refused = log.find(({ observed }) => isSeen(observed, 403) && observed.body.error !== wrongKeyCode);
    return refused ? byCode(refused.observed, 403, 'package_not_authorized') : notSeen('');
  },
  // Anything on the way may have sent a 429 or a 500: it is told, and shows nothing about the API.
  'TooManyRequests Retry-After': ({ log }) => {
    const limited = log.filter(({ observed }) => observed.kind === 'limited').map(({ observed }) => observed);
    if (limited.length === 0) return notSeen('no request was limited');
    const readable = limited.find((each) => isErrorOfApi(each) && each.retryAfter !== undefined);
    return notSeen(readable ? '429 with the header' : '429 without the header, or without a body of the API');
  },
  'TooManyRequests example tooMany': ({ log }) => byCodeAmong(log, 429, 'too_many_requests'),
  ServerFailure: () => notSeen('what a failure did is not looked at'),
  'ServerFailure example exception': ({ log }) => byCodeAmong(log, 500, 'package_exception_unexpected'),
  'VideoList.videos': (evidence) => {
    const ofDeletion = judgementsOfDeletion['VideoList.videos']?.(evidence);
    if (ofDeletion && ofDeletion.result !== 'not seen') return ofDeletion;
    const deleted = videosOf(evidence.videos).filter(isGone).length;
    return deleted > 0 && !evidence.deletion ? confirmed('deleted videos are listed') : (ofDeletion ?? notSeen(''));
  },
  ...Object.fromEntries(Object.entries(judgementsOfDeletion).filter(([about]) => about !== 'VideoList.videos')),
};

const wrongKeyCode = 'api_key_not_authorized';

function seenOf(responses: readonly Observed[]): Observed[] {
  return responses.filter((response) => isSeen(response, 200));
}

function bodiesOf(responses: readonly Observed[]): Record<string, unknown>[] {
  return seenOf(responses).map(({ body }) => body);
}

function videosOf(responses: readonly Observed[]): Record<string, unknown>[] {
  return seenOf(responses).flatMap((list) => itemsOf(list, 'videos'));
}
