import { type Cutoff, cutoffOf } from '../age.ts';
import type { PackageFacts } from '../facts.ts';
import type { Holds } from '../holds.ts';
import type { MeetingVideo } from '../schemas.ts';
import { idKey } from '../spelling.ts';
import { assertNoTypo, type NameKind } from '../states.ts';
import type { VideoIds } from '../video.ts';
import type { Reader } from './reader.ts';
import type { PlannedRules } from './rules.ts';

/** What a plan has read so far, as far as all of it decides together. */
export type Seen = {
  notePackage: (packageId: string, facts: PackageFacts) => void;
  noteVideo: (ids: VideoIds, entries: readonly MeetingVideo[]) => void;
  /** Whether the id of a video was read under two packages. */
  isElsewhere: (meetingVideoId: string) => boolean;
  /** Before which moment something is old enough: computed once, at the first response. */
  cutoff: () => Cutoff;
  /**
   * Makes sure that no state and no type of the rules is a typo.
   *
   * @throws {InvalidRequestError} when one is.
   */
  assertNoTypos: () => void;
};

export function createSeen(rules: PlannedRules, holds: Holds, reader: Reader, now: () => number): Seen {
  const names: Record<NameKind, Set<string>> = {
    videoState: new Set(),
    packageState: new Set(),
    packageType: new Set(),
  };
  const packageOf = new Map<string, string>();
  const inTwo = new Set<string>();
  let cutoff: Cutoff | undefined;

  return {
    notePackage(packageId, facts) {
      holds.see(packageId, facts);
      if (typeof facts.state === 'string') names.packageState.add(facts.state);
      if (typeof facts.type === 'string') names.packageType.add(facts.type);
    },
    noteVideo({ packageId, meetingVideoId }, entries) {
      holds.seeVideo(packageId, meetingVideoId);
      for (const { state } of entries) if (typeof state === 'string') names.videoState.add(state);
      const key = idKey(meetingVideoId);
      const known = packageOf.get(key);
      if (known === undefined) packageOf.set(key, packageId);
      else if (idKey(known) !== idKey(packageId)) inTwo.add(key);
    },
    isElsewhere: (meetingVideoId) => inTwo.size > 0 && inTwo.has(idKey(meetingVideoId)),
    cutoff() {
      const today = Math.min(reader.firstSeenAt() ?? now(), now());
      cutoff ??= { instant: cutoffOf(rules.olderThan, today), since: rules.olderThan.since };
      return cutoff;
    },
    assertNoTypos() {
      assertNoTypo('videoState', 'states', rules.states, names.videoState);
      const { packages } = rules;
      if ('packageIds' in packages) return;
      assertNoTypo('packageState', 'packages.states', packages.states ?? [], names.packageState);
      assertNoTypo('packageType', 'packages.types', packages.types ?? [], names.packageType);
    },
  };
}
