import type { AskedConditions, Heard } from './call.ts';
import { whyNotFresh } from './freshness.ts';
import type { Entry } from './world.ts';

/** Why a list keeps a video, if it does. */
export function reasonToKeep(
  list: Heard | undefined,
  { packageId, meetingVideoId }: { packageId: string; meetingVideoId: string },
  conditions: AskedConditions,
): string | undefined {
  if (!list?.reply.entries || list.reply.packageId !== packageId || list.wasRedirected) return 'no list was read';
  const doubt = whyNotFresh(list);
  if (doubt) return doubt;
  const now = Math.min(list.date ?? list.read.wall, list.read.wall);
  const named = list.reply.entries.filter(({ id }) => id === meetingVideoId);
  if (named.length === 0) return 'it is not listed';
  const { hold } = conditions;
  if (hold?.packageIds.includes(packageId) || hold?.meetingVideoIds.includes(meetingVideoId)) return 'it is held';
  return named.map((entry) => reasonOf(entry, conditions, now)).find((reason) => reason !== undefined);
}

/** Why a video is kept, as a list shows it and at a time, if it is. */
export function reasonOf(
  { says, state, created, retention, size, json }: Entry,
  { olderThanMs, states, retentionOver, unchanged }: AskedConditions,
  now: number,
): string | undefined {
  if (says !== 'alive') return `it is ${says}`;
  if (states && !states.some((each) => each === state)) return `its state is ${state}`;
  if (retentionOver && retention !== undefined && !(typeof retention === 'number' && retention <= now)) {
    return 'it is under retention';
  }
  if (olderThanMs !== undefined && !(created !== undefined && now - created > olderThanMs)) return 'it is too young';
  if (!unchanged) return undefined;
  const isSame =
    size === unchanged.size &&
    retention === unchanged.retention &&
    (created === undefined ? json.timeCreated === unchanged.json.timeCreated : created === unchanged.created);
  return isSame ? undefined : 'it has changed';
}

/** Whether a response that a call read says, without contradiction, that a video is deleted. */
export function vouches(heard: Heard, packageId: string, id: string): boolean {
  const { status, wasRedirected, reply, asked } = heard;
  if (asked.what === 'list' && whyNotFresh(heard)) return false;
  if (status !== 200 || wasRedirected || reply.packageId !== packageId || !reply.entries) return false;
  const named = reply.entries.filter((entry) => entry.id === id);
  const judged = asked.what === 'list' ? named : reply.entries;
  const isAboutOthers = asked.what === 'delete' && named.length < reply.entries.length;
  return named.length > 0 && !isAboutOthers && judged.every(({ says }) => says === 'deleted');
}
