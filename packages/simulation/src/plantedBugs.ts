import { registerHooks } from 'node:module';
import type { ClientModule } from './clientModule.ts';

/** One small fault in the source of the client: in which file, and what stands there in place of what. */
type PlantedBug = { file: string; right: string; wrong: string };

/** Faults about the law that a tired person might make. A search that does not find each of them proves nothing. */
export const plantedBugs = {
  'retries a delete-all request after an unknown outcome': {
    file: 'retry.ts',
    right: 'deleteAll: { rateLimited: true, neverSent: true, unknown: false }',
    wrong: 'deleteAll: { rateLimited: true, neverSent: true, unknown: true }',
  },
  'counts a 421 as not carried out': {
    file: 'apiError.ts',
    right: '421: ambiguousFailure,',
    wrong: '',
  },
  'counts a reset connection as never sent': {
    file: 'connectionFailure.ts',
    right: "  'ECONNREFUSED',",
    wrong: "  'ECONNREFUSED', 'ECONNRESET',",
  },
  'lets a layer below send a delete-all request again': {
    file: 'attempt.ts',
    right: "effect === 'deleteAll', stop.signal",
    wrong: 'false, stop.signal',
  },
  'trusts an absent state': {
    file: 'video.ts',
    right: "typeof state === 'string' && state.toLowerCase() === 'deleted'",
    wrong: "(state ?? 'deleted').toLowerCase() === 'deleted'",
  },
  'settles by another video of the list': {
    file: 'deletion.ts',
    right: 'const named = videos.filter(isVideo(video));',
    wrong: 'const named = videos;',
  },
  'forgets that an earlier attempt may have landed': {
    file: 'retry.ts',
    right: "if (failure === 'unknown') landed = error;",
    wrong: '',
  },
  'reads an option twice': {
    file: 'fields.ts',
    right: 'copy[field] = Reflect.get(value, key);',
    wrong: 'copy[field] = Reflect.get(value, key) && Reflect.get(value, key);',
  },
  "judges a video's age by this machine's clock alone": {
    file: 'fresh.ts',
    right: 'now: Math.min(time, now)',
    wrong: 'now',
  },
  'follows a redirect': {
    file: 'attempt.ts',
    right: 'throw redirectRefused(response.status, effect);',
    wrong: "return coreResponseOf(await session.send({ ...request, url: String(response.headers.get('location')) }));",
  },
  'leaves the key in the cause of an error': {
    file: 'connectionFailure.ts',
    right: 'new Error(redact(error.message),',
    wrong: 'new Error(error.message,',
  },
  'leaves the timer of an attempt running': {
    file: 'attempt.ts',
    right: '  } finally {\n    timer.stop();',
    wrong: '  } finally {',
  },
  'applies a plan without the holds of now': {
    file: 'retention/holdsNow.ts',
    right: 'const united = unitedHold(plan.rules.hold, later);',
    wrong: 'const united = plan.rules.hold;',
  },
  'does not judge a planned video a second time': {
    file: 'retention/deletePlanned.ts',
    right: 'const verdict = judgePlanned(subject, rules, reading.now);',
    wrong:
      'const verdict = judgePlanned(subject, { ...rules, states: undefined, cutoff: undefined, holds: undefined, retentionOver: false }, reading.now);',
  },
  'does not compare a video with what was planned': {
    file: 'judge.ts',
    right: 'seen && isChanged(subject, seen)',
    wrong: 'false',
  },
  'does not read again which packages a plan is about': {
    file: 'retention/applyRun.ts',
    right: 'isInScope: isInScope(video.packageId, details),',
    wrong: 'isInScope: true,',
  },
  'judges planned videos by an old list': {
    file: 'fresh.ts',
    right: 'freshMs = 60_000',
    wrong: 'freshMs = 600_000',
  },
  'applies a plan that somebody changed': {
    file: 'retention/documents/seals.ts',
    right: 'if (seal(sealedText(document)) !== document.seal) {',
    wrong: 'if (seal(sealedText(document)) === undefined) {',
  },
  'applies a plan of any age': {
    file: 'retention/check.ts',
    right: 'ageMs > maxAgeHours * hourMs',
    wrong: 'ageMs > Number.POSITIVE_INFINITY',
  },
  'makes a plan beyond its limits': {
    file: 'retention/plan.ts',
    right: 'assertWithinLimits(contents);',
    wrong: '',
  },
  'reports as failed what may have arrived': {
    file: 'retention/deletePlanned.ts',
    right: "outcome: mayHaveLanded ? 'unknown' : 'failed'",
    wrong: "outcome: 'failed'",
  },
  'reports as deleted before what it deleted itself': {
    file: 'retention/deletePlanned.ts',
    right: "return mayHaveLanded ? 'deleted' : 'alreadyDeleted';",
    wrong: "return 'alreadyDeleted';",
  },
  'keeps a planned video that nothing keeps': {
    file: 'retention/applyRun.ts',
    right: 'isStruck: isStruck(video),',
    wrong: 'isStruck: video.size === 1000,',
  },
  'counts what the plan found deleted as unplanned': {
    file: 'retention/audit.ts',
    right: 'packages.get(packageId)?.alreadyDeleted.add(meetingVideoId);',
    wrong: 'packages.get(packageId);',
  },
  'begins deletions after an abort': {
    file: 'retention/apply.ts',
    right: 'createPace(inside.clock, stop.signal)',
    wrong: 'createPace(inside.clock)',
  },
  'plans to delete what is under retention': {
    file: 'retention/surveyPackage.ts',
    right: 'retentionOver: true, holds };',
    wrong: 'retentionOver: false, holds };',
  },
  'takes packages that could not be read for packages out of scope': {
    file: 'retention/packageReading.ts',
    right: 'if (!isUnreadable(error)) throw error;',
    wrong: '',
  },
  'judges a video that is listed twice by its first entry': {
    file: 'judge.ts',
    right: 'firstOf(reasonsInOrder, subject, rules, now)',
    wrong: 'firstOf(reasonsInOrder, { ...subject, entries: subject.entries.slice(0, 1) }, rules, now)',
  },
  'judges by its own clock where a response has no date': {
    file: 'fresh.ts',
    right: "const time = instantOfHttp(received.headers.get('date'));",
    wrong: "const time = instantOfHttp(received.headers.get('date')) ?? session.now();",
  },
  'takes the first of two dates': {
    file: 'time.ts',
    right: "const instant = Date.parse(text ?? '');",
    wrong: "text = text?.slice(0, 29);\n  const instant = Date.parse(text ?? '');",
  },
  'lets a cache respond to what decides': {
    file: 'attempt.ts',
    right: "...(isUncached && { 'cache-control': 'no-cache' }), ",
    wrong: '',
  },
  'believes a list with an age': {
    file: 'fresh.ts',
    right: 'return isAged || ',
    wrong: 'return ',
  },
  'believes a list that is older than what it read before': {
    file: 'fresh.ts',
    right: ' || time < (serverTime.newest() ?? time) - slackMs',
    wrong: '',
  },
  'measures the age of a list by a clock that can be set': {
    file: 'serverTime.ts',
    right: 'Math.max(now() - moment.now, elapsed() - moment.elapsed)',
    wrong: 'now() - moment.now',
  },
  'measures the age of a list by a clock that stands still in sleep': {
    file: 'serverTime.ts',
    right: 'Math.max(now() - moment.now, elapsed() - moment.elapsed)',
    wrong: 'elapsed() - moment.elapsed',
  },
  'measures limits and waits by a clock that can be set': {
    file: 'client.ts',
    right: "elapsed: functionOr('elapsed', clock.elapsed,",
    wrong: "elapsed: functionOr('elapsed', clock.now,",
  },
  'judges by a condition once, however long it then waits': {
    file: 'deletion.ts',
    right: 'ageMs() > freshMs',
    wrong: 'ageMs() === Number.POSITIVE_INFINITY',
  },
  'takes an empty confirmation for one': {
    file: 'response.ts',
    right:
      "if (!video) throw unexpected(received, 'names no deleted video', list);\n  if (meetingVideoId === undefined) return deletion;",
    wrong:
      "if (meetingVideoId === undefined) return deletion;\n  if (!video) throw unexpected(received, 'names no deleted video', list);",
  },
  'lets a list settle a confirmation of another package': {
    file: 'deletion.ts',
    right: 'understood.packageId === packageId && ',
    wrong: '',
  },
  'takes a zero date for a time of deletion': {
    file: 'time.ts',
    right: 'return instant >= earliest ? instant : undefined;',
    wrong: 'return instant;',
  },
  'takes a date to come for a time of deletion': {
    file: 'video.ts',
    right: 'deletedAt !== undefined && deletedAt <= now + hourMs',
    wrong: 'deletedAt !== undefined',
  },
  'takes a time of deletion that cannot be true for none': {
    file: 'video.ts',
    right: "? 'deleted' : 'doubtful';\n}",
    wrong: "? 'deleted' : 'alive';\n}",
  },
  'counts a living video with a time of deletion as deleted': {
    file: 'video.ts',
    right: 'isNothing(state) ? instantOf(timeDeleted) : undefined',
    wrong: 'instantOf(timeDeleted)',
  },
  "believes that a platform's error has a message": {
    file: 'foreignError.ts',
    right: "return typeof value === 'string' ? value : '';",
    wrong: 'return value as string;',
  },
} as const satisfies Record<string, PlantedBug>;

/** The name of a planted bug. */
export type BugName = keyof typeof plantedBugs;

/** The names of all planted bugs. */
export const bugNames: readonly BugName[] = Object.keys(plantedBugs).filter((name) => isBugName(name));

/** Whether a text names a planted bug. */
export function isBugName(name: string): name is BugName {
  return Object.hasOwn(plantedBugs, name);
}

const source = new URL('src/', import.meta.resolve('iinked-sign/package.json')).href;

/**
 * Loads the client from its source, as it is or with one planted bug. The bug is put into the text of one module while it is
 * loaded; no file changes, and the client without it stays beside it.
 *
 * @throws {Error} when the source no longer has what the bug replaces.
 */
export async function loadClient(bug?: BugName): Promise<ClientModule> {
  _hooks ??= registerHooks({ resolve: resolveInSameClient, load: loadWithBug });
  const query = bug ? `?bug=${encodeURIComponent(bug)}` : '';
  const [client, retention] = await Promise.all([
    import(`${source}index.ts${query}`),
    import(`${source}retention.ts${query}`),
  ]);
  return { ...client, ...retention };
}

let _hooks: ReturnType<typeof registerHooks> | undefined;
type Hooks = Parameters<typeof registerHooks>[0];

/** What a module with a bug imports is of the same client. */
const resolveInSameClient: Hooks['resolve'] = (specifier, context, next) => {
  const resolved = next(specifier, context);
  const bug = bugIn(context.parentURL);
  const isSource = resolved.url.startsWith(source);
  return bug && isSource ? { ...resolved, url: `${resolved.url}?bug=${encodeURIComponent(bug)}` } : resolved;
};

const loadWithBug: Hooks['load'] = (url, context, next) => {
  const loaded = next(url, context);
  const bug = bugIn(url);
  if (!bug) return loaded;
  const { file, right, wrong } = plantedBugs[bug];
  if (!url.startsWith(`${source}${file}?`)) return loaded;
  const text = String(loaded.source);
  if (text.split(right).length !== 2) {
    throw new Error(`The bug "${bug}" no longer fits packages/client/src/${file}. Change it in plantedBugs.ts.`);
  }
  return { ...loaded, source: text.replace(right, () => wrong) };
};

function bugIn(url: string | undefined): BugName | undefined {
  if (!url?.startsWith(source)) return undefined;
  const name = new URL(url).searchParams.get('bug') ?? '';
  return isBugName(name) ? name : undefined;
}
