import { registerHooks } from 'node:module';
import { type PlantedFault, withFault } from 'iinked-sign-testing/plantedFault';
import type { ClientModule } from './clientModule.ts';

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
    file: 'retention/auditRules.ts',
    right: '[...plan.delete, ...plan.alreadyDeleted].map',
    wrong: 'plan.delete.map',
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
  'holds an id in one case only': {
    file: 'spelling.ts',
    right: 'const folded = foldCase(cleanId(id))',
    wrong: 'const folded = cleanId(id)',
  },
  'compares numbers on hold with their dashes': {
    file: 'spelling.ts',
    right: ".replace(/[^\\p{L}\\p{N}]/gu, '')",
    wrong: '',
  },
  'loses a number on hold that JSON has as a number': {
    file: 'shelf.ts',
    right: "if (typeof value !== 'string' && typeof value !== 'number') continue;",
    wrong: "if (typeof value !== 'string') continue;",
  },
  'holds packages by their ids, and no videos': {
    file: 'shelf.ts',
    right: '[byKey.get(inPackage), video === undefined ? undefined : byKey.get(video)]',
    wrong: '[byKey.get(inPackage)]',
  },
  'holds nothing by pairs of ids': {
    file: 'shelf.ts',
    right: 'video === undefined\n        ? []',
    wrong: 'inPackage\n        ? []',
  },
  'does not ask what the API lists for a folder on hold': {
    file: 'retention/provenHolds.ts',
    right: 'const tasks = filterFields.flatMap(',
    wrong: 'const tasks = filterFields.slice(0, 0).flatMap(',
  },
  'asks for what is on hold in one case only': {
    file: 'retention/provenHolds.ts',
    right: 'new Set([id, id.toLowerCase()])',
    wrong: 'new Set([id])',
  },
  'makes a plan although a hold matches nothing': {
    file: 'retention/provenHolds.ts',
    right: 'if (mustMatch.length === 0) return;',
    wrong: 'return;',
  },
  'believes that a field that no package has can hold': {
    file: 'shelf.ts',
    right: 'isUnsaid: () => entries.length > 0 &&',
    wrong: 'isUnsaid: () => false &&',
  },
  'plans by the list of packages alone': {
    file: 'judge.ts',
    right: 'return [listed, details].filter(',
    wrong: 'return [listed].filter(',
  },
  'plans by Get Package alone': {
    file: 'judge.ts',
    right: 'return [listed, details].filter(',
    wrong: 'return [details].filter(',
  },
  'does not look at a package again when it applies a plan': {
    file: 'retention/deletePlanned.ts',
    right: 'isElsewhere, package: reading.details }',
    wrong: "isElsewhere, package: 'notAsked' }",
  },
  'believes a Get Package from a cache': {
    file: 'fresh.ts',
    right: 'if (!isFromCache(received, time, session)) {',
    wrong: "if (call.operation === 'getPackage' || !isFromCache(received, time, session)) {",
  },
  'deletes in packages that cannot be read': {
    file: 'judge.ts',
    right: "subject.package === 'unreadable' || ",
    wrong: '',
  },
  'deletes what two packages list': {
    file: 'retention/survey.ts',
    right: 'packages: survey.packages.map((found) => doubted(found, seen))',
    wrong: 'packages: survey.packages',
  },
  'deletes what another package turns out to list': {
    file: 'judge.ts',
    right: 'isElsewhere || lifeOfAll',
    wrong: 'lifeOfAll',
  },
  'deletes in any state': {
    file: 'judge.ts',
    right: "(states && entries.some((entry) => !states.includes(stateOf(entry) ?? '')))",
    wrong: 'false',
  },
  'deletes what is on hold': {
    file: 'judge.ts',
    right: 'holds?.heldBy({ ...subject, facts: factsOf(subject) })',
    wrong: 'undefined',
  },
  'deletes in packages under retention': {
    file: 'judge.ts',
    right: '[...subject.entries, ...factsOf(subject)].some((each) => !isRetentionOver',
    wrong: '[...subject.entries].some((each) => !isRetentionOver',
  },
  'takes what has no date for young': {
    file: 'judge.ts',
    right: 'cutoff && datesOf(subject, cutoff).includes(undefined)',
    wrong: 'false',
  },
  'deletes what is too young': {
    file: 'judge.ts',
    right: 'date === undefined || date >= cutoff.instant',
    wrong: 'date === undefined',
  },
  'counts from the recording what the rules count from the execution': {
    file: 'judge.ts',
    right: "if (since === 'created') return created;",
    wrong: 'return created;',
  },
  'takes a package that is not executed for executed': {
    file: 'judge.ts',
    right: 'facts.isExecuted === false ? undefined : ',
    wrong: '',
  },
  'deletes what an approval struck': {
    file: 'judge.ts',
    right: 'struck: (_, { isStruck = false }) => isStruck',
    wrong: 'struck: () => false',
  },
  'deletes what has no copy': {
    file: 'judge.ts',
    right: 'notArchived: (_, { isArchived = true }) => !isArchived',
    wrong: 'notArchived: () => false',
  },
  'does not prove the copies': {
    file: 'retention/archive.ts',
    right: 'return (await prove({ ...copy })) === true;',
    wrong: 'return true;',
  },
  'takes a copy of another size': {
    file: 'retention/archive.ts',
    right: 'copy && copy.size === video.size ? copy : undefined',
    wrong: 'copy',
  },
  'lets a day that a month lacks run into the next one': {
    file: 'age.ts',
    right: 'Math.min(date.getUTCDate(), lastDay)',
    wrong: 'date.getUTCDate()',
  },
  'counts a year as 365 days': {
    file: 'age.ts',
    right: 'const year = date.getUTCFullYear() - years;',
    wrong: 'date.setTime(today - years * 365 * 86_400_000);\n  const year = date.getUTCFullYear();',
  },
  'takes today from this machine alone': {
    file: 'retention/seen.ts',
    right: 'Math.min(reader.firstSeenAt() ?? now(), now())',
    wrong: 'now()',
  },
  'skips packages that are old enough': {
    file: 'retention/skipping.ts',
    right: "created >= instant) return 'young'",
    wrong: "created >= instant - 30 * 86_400_000) return 'young'",
  },
  'looks into packages that earlier plans have finished': {
    file: 'retention/skipping.ts',
    right: "if (isBefore(created, scope)) return 'earlier';",
    wrong: '',
  },
  'reads one page of packages': {
    file: 'paging.ts',
    right: 'if (items.length === 0 || skip >= total) return;',
    wrong: 'return;',
  },
  'makes a plan beyond its share': {
    file: 'retention/limits.ts',
    right: 'if (limits.share === undefined ||',
    wrong: 'if (limits.share !== 2 ||',
  },
  'applies a plan that too few approved': {
    file: 'retention/documents/approvals.ts',
    right: 'if (people >= needed) return;',
    wrong: 'return;',
  },
  'counts a person twice': {
    file: 'retention/documents/approvals.ts',
    right: 'people.add(personKey(by));',
    wrong: 'people.add(by);',
  },
  'applies a plan that somebody rejected': {
    file: 'retention/documents/approvals.ts',
    right: "if (decision === 'reject') throw",
    wrong: 'if (decision === undefined) throw',
  },
  'deletes in a dry run of a plan': {
    file: 'retention/deletePlanned.ts',
    right: 'if (run.dryRun) return',
    wrong: 'if (!run) return',
  },
  'does not seal its documents': {
    file: 'retention/documents/seals.ts',
    right: 'return { ...document, seal: seal(sealedText(document)) };',
    wrong: 'return document;',
  },
  'counts every planned byte as deleted': {
    file: 'retention/report.ts',
    right: "if (outcome === 'deleted') totals.deletedBytes",
    wrong: 'totals.deletedBytes',
  },
  'counts packages in which it plans nothing': {
    file: 'retention/plan.ts',
    right: 'if (found.delete.length > 0) totals.packagesPlanned',
    wrong: 'totals.packagesPlanned',
  },
  'counts in a receipt what is overdue as kept': {
    file: 'retention/receipt.ts',
    right: 'kept: kept.length,',
    wrong: 'kept: kept.length + overdue.length,',
  },
  'looks for what nobody planned in one package alone': {
    file: 'retention/auditPackage.ts',
    right: '  addUnplanned(audited, known, listed, now, into);',
    wrong:
      '  const { deleted, kept, overdue, missing } = into;\n  const sorted = [deleted, kept, overdue, missing].flat().length;\n  if (sorted === audited.planned.length) addUnplanned(audited, known, listed, now, into);',
  },
  'dates a report when it began': {
    file: 'retention/apply.ts',
    right: 'finishedAt: endOf(startedAt, now),',
    wrong: 'finishedAt: startedAt,',
  },
  'dates a receipt when it began': {
    file: 'retention/audit.ts',
    right: 'const checkedAt = new Date(Math.max(lastListAt, inside.clock.now())).toISOString();',
    wrong: 'const checkedAt = checked.createdAt;',
  },
  'calls overdue what is kept': {
    file: 'retention/auditPackage.ts',
    right: 'if (verdict) into.kept.push',
    wrong: "if (verdict && verdict.reason !== 'held') into.kept.push",
  },
  'forgets in an audit what was struck': {
    file: 'retention/auditRules.ts',
    right: 'struck.has(video.meetingVideoId) || struck.has(video.packageId)',
    wrong: 'false',
  },
  'does not count what a response confirmed': {
    file: 'retention/auditPackage.ts',
    right: 'if (!entries && confirmed)',
    wrong: 'if (false)',
  },
  'does not see that a kept video is gone': {
    file: 'retention/auditPackage.ts',
    right: 'if (!listed.has(meetingVideoId)) unplanned.push',
    wrong: 'if (false) unplanned.push',
  },
  'calls a receipt complete where something is unplanned': {
    file: 'retention/receipt.ts',
    right: ' && unplanned.length === 0',
    wrong: '',
  },
  'calls a receipt settled where something is left to find out': {
    file: 'retention/receipt.ts',
    right: 'kept.some(({ reason }) => open.has(reason))',
    wrong: 'false',
  },
} as const satisfies Record<string, PlantedFault>;

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
  const fault = plantedBugs[bug];
  if (!url.startsWith(`${source}${fault.file}?`)) return loaded;
  return { ...loaded, source: withFault(String(loaded.source), fault) };
};

function bugIn(url: string | undefined): BugName | undefined {
  if (!url?.startsWith(source)) return undefined;
  const name = new URL(url).searchParams.get('bug') ?? '';
  return isBugName(name) ? name : undefined;
}
