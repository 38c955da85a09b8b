import type { Hold } from 'iinked-sign';
import type { DeletionPlan, DeletionRules } from 'iinked-sign/retention';
import type { AskedConditions, Call, NamedHold, StoredPlan } from './call.ts';
import type { Held, Retention } from './program.ts';
import { dayMs } from './time.ts';
import type { Entry, Package } from './world.ts';

/** Seals the plans of all processes, so that each can apply those of the others. */
export const sealKey = 'a key of the company';

/** A plan that nobody made. */
export const noPlan: StoredPlan = {
  json: '{}',
  videos: new Map(),
  alreadyDeleted: new Set(),
  rules: {
    scope: 'ids',
    olderThanMs: 0,
    states: [],
    hold: 'nothing',
    videosLimit: 1,
    atOnce: 1,
    stopAfterFailures: 1,
    forgery: undefined,
  },
  hold: { packageIds: [], meetingVideoIds: [] },
  madeMs: 0,
};

/** The ids that a hold names. */
export function namedHold(held: Held, packageId: string, meetingVideoId: string): NamedHold {
  const nothing = { packageIds: [], meetingVideoIds: [] };
  const holds: Record<Held, Partial<NamedHold>> = {
    nothing: {},
    package: { packageIds: [packageId] },
    video: { meetingVideoIds: [meetingVideoId] },
    otherVideo: { meetingVideoIds: [`${meetingVideoId}0`] },
  };
  return { ...nothing, ...holds[held] };
}

/** The rules of a plan, as the client takes them. */
export function rulesOf(retention: Retention, hold: NamedHold, packages: readonly Package[]): DeletionRules {
  const { scope, olderThanMs, states, videosLimit } = retention;
  return {
    packages: scope === 'ids' ? { packageIds: packages.map(({ id }) => id) } : { states: ['executed'] },
    olderThan: { days: Math.max(1, Math.ceil(olderThanMs / dayMs)) },
    states,
    hold: reportedHold(hold),
    limits: { videos: videosLimit },
  };
}

/** A hold whose ids need not exist. */
export function reportedHold(hold: NamedHold): Hold {
  return { packageIds: [...hold.packageIds], meetingVideoIds: [...hold.meetingVideoIds], unmatched: 'report' };
}

/** When a video of a plan may be deleted: by the rules of the plan and all holds, and unchanged since. */
export function conditionsOfPlan(
  { rules, hold }: Pick<StoredPlan, 'rules' | 'hold'>,
  more: NamedHold,
  seen?: Entry,
): AskedConditions {
  return {
    olderThanMs: rules.olderThanMs,
    states: rules.states,
    retentionOver: true,
    hold: {
      packageIds: [...hold.packageIds, ...more.packageIds],
      meetingVideoIds: [...hold.meetingVideoIds, ...more.meetingVideoIds],
    },
    ...(seen && { unchanged: seen }),
  };
}

/** Stores the plan that a call made. */
export function stored(call: Call, rules: Retention, document: DeletionPlan): StoredPlan {
  return {
    json: JSON.stringify(document),
    videos: new Map(
      document.delete.flatMap(({ packageId, meetingVideoId: id }) => {
        const entry = call.heard
          .filter(({ asked, status }) => asked.what === 'list' && asked.packageId === packageId && status === 200)
          .flatMap(({ reply }) => reply.entries ?? [])
          .find((each) => each.id === id);
        return entry ? [[id, { packageId, entry }]] : [];
      }),
    ),
    alreadyDeleted: new Set(document.alreadyDeleted.map(({ meetingVideoId }) => meetingVideoId)),
    rules,
    hold: call.hold,
    madeMs: Math.max(call.began.wall, call.machine.read().wall),
  };
}

/** The document of a plan, as somebody hands it over. */
export function documentOf({ json }: StoredPlan, forgery: Retention['forgery'], packages: Package[]): DeletionPlan {
  const document: DeletionPlan = JSON.parse(json);
  const { delete: planned = [], rules } = document;
  if (forgery === 'dropsHolds' && rules) Object.assign(rules, { hold: { packageIds: [], meetingVideoIds: [] } });
  if (forgery === 'addsVideo') {
    const isPlanned = (id: string) => planned.some(({ meetingVideoId }) => meetingVideoId === id);
    for (const { id: packageId, videos } of packages) {
      const [other] = videos.filter(({ id, isDeleted }) => !isPlanned(id) && !isDeleted);
      const [like] = planned;
      if (other && like) planned.push({ ...like, packageId, meetingVideoId: other.id, size: other.size });
    }
  }
  return document;
}
