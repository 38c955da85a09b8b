import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { isWithin } from './near.ts';
import type { KnownMeetingVideoState, KnownPackageState, KnownPackageType } from './schemas.ts';
import { stringsOf } from './strings.ts';

/** What the API has names for. It may have more of them than the documentation lists. */
export type NameKind = 'videoState' | 'packageState' | 'packageType';

const known: Record<NameKind, readonly string[]> = {
  videoState: Object.keys({
    started: true,
    stopped: true,
    queued: true,
    failed: true,
    archived: true,
    deleted: true,
  } satisfies Record<KnownMeetingVideoState, true>),
  packageState: Object.keys({
    draft: true,
    open: true,
    executed: true,
    expired: true,
    rescinded: true,
    select: true,
    add: true,
  } satisfies Record<KnownPackageState, true>),
  packageType: Object.keys({
    concurrent: true,
    Sequential: true,
    Counterpart: true,
    video_closing_room: true,
    'Live Session': true,
  } satisfies Record<KnownPackageType, true>),
};

const words: Record<NameKind, string> = {
  videoState: 'a state of videos',
  packageState: 'a state of packages',
  packageType: 'a type of packages',
};

const otherKinds: Record<NameKind, readonly NameKind[]> = {
  videoState: ['packageState'],
  packageState: ['videoState'],
  packageType: [],
};

/** A name as the API spells it: a known one may come in any case, another one stays as it is. */
export function nameOf(kind: NameKind, name: string): string {
  return knownAs(kind, name) ?? name;
}

/**
 * Reads names of one kind, each once and as the API spells it.
 *
 * @throws {InvalidRequestError} when there is none, or one is blank or a name of the other kind.
 */
export function namesOf(kind: NameKind, field: string, value: unknown): string[] {
  const names = stringsOf(field, value);
  if (names.length === 0) throw new InvalidRequestError(field, `must name at least one, ${examplesOf(kind)}`);
  for (const name of names) {
    if (!/[\p{L}\p{N}]/u.test(name)) throw new InvalidRequestError(field, 'must not name one without letters');
    const other = otherKinds[kind].find((each) => knownAs(each, name) !== undefined);
    if (other) throw new InvalidRequestError(field, `names '${name}', ${words[other]}. It must be ${examplesOf(kind)}`);
  }
  return [...new Set(names.map((name) => nameOf(kind, name)))];
}

/**
 * Makes sure that no name is a typo: one that nothing has, and that is nearly a known one, would find nothing, month after
 * month. Calls for packages and plans do this; a program that chooses videos from a list by their state can do so too.
 *
 * @param kind What the names are of.
 * @param field The field of the error.
 * @param names The names, as they were given.
 * @param read The names that were read, as the API spells them.
 * @throws {InvalidRequestError} when one is a typo.
 * @example
 * ```ts
 * const read = new Set(videos.map(({ state }) => `${state}`));
 * assertNoTypo('videoState', 'states', conditions.states, read);
 * ```
 */
export function assertNoTypo(kind: NameKind, field: string, names: readonly string[], read: ReadonlySet<string>): void {
  for (const name of names) {
    if (read.has(name) || knownAs(kind, name) !== undefined) continue;
    const edits = Math.min(2, Math.floor(name.length / 4));
    const meant = known[kind].find((each) => isWithin(edits, each.toLowerCase(), name.toLowerCase()));
    if (meant === undefined) continue;
    const problem = `names '${name}', which nothing that was read has. Did you mean '${meant}'?`;
    throw new InvalidRequestError(field, problem, { wasRead: true });
  }
}

function knownAs(kind: NameKind, name: string): string | undefined {
  const lowerCase = name.toLowerCase();
  return known[kind].find((each) => each.toLowerCase() === lowerCase);
}

function examplesOf(kind: NameKind): string {
  return `${words[kind]}, such as ${known[kind].slice(0, 5).join(', ')}`;
}
