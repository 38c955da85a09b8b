import type { DeletionPlan, DeletionRules } from 'iinked-sign/retention';
import type { Call, NamedHold, Planned, StoredPlan } from './call.ts';
import { namedHold } from './holding.ts';
import { detailsOf, listsOf } from './judgement.ts';
import { heldAs } from './labels.ts';
import type { Package } from './packages.ts';
import type { Retention } from './program.ts';

/** Seals the plans of all processes, so that each can apply those of the others. */
export const sealKey = 'a key of the company';

/** A plan that nobody made. */
export const noPlan: StoredPlan = {
  json: '{}',
  videos: new Map(),
  kept: [],
  alreadyDeleted: new Set(),
  rules: {
    scope: 'ids',
    createdFrom: undefined,
    olderThan: { days: 1 },
    states: [],
    hold: { what: 'nothing', spelling: 0, unmatched: 'report' },
    videosLimit: 1,
    share: undefined,
    approvalsNeeded: 0,
    requireArchive: false,
    approvals: [],
    archive: undefined,
    reports: 'none',
    atOnce: 1,
    stopAfterFailures: 1,
    forgery: undefined,
  },
  hold: namedHold(undefined, '', ''),
  cutoff: 0,
  reports: [],
  madeMs: 0,
};

/** The rules of a plan, as the client takes them. */
export function rulesOf(retention: Retention, hold: NamedHold, packages: readonly Package[]): DeletionRules {
  const { scope, createdFrom, olderThan, states, videosLimit, share, approvalsNeeded, requireArchive } = retention;
  const from = createdFrom === undefined ? {} : { createdFrom };
  const scopes: Record<Retention['scope'], DeletionRules['packages']> = {
    ids: { packageIds: packages.map(({ id }) => id) },
    states: { states: ['executed'], ...from },
    executed: { isExecuted: true, ...from },
    team: { teamId: heldAs('teamId', 0).toLowerCase(), ...from },
  };
  return {
    packages: scopes[scope],
    olderThan,
    states,
    hold: hold.given,
    limits: { videos: videosLimit, ...(share !== undefined && { share }) },
    approvalsNeeded,
    requireArchive,
  };
}

/** Stores the plan that a call made. */
export function stored(call: Call, rules: Retention, document: DeletionPlan): StoredPlan {
  return {
    json: JSON.stringify(document),
    videos: new Map(
      document.delete.flatMap(({ packageId, meetingVideoId: id }): [string, Planned][] => {
        const entry = listsOf(call, packageId)
          .flatMap(({ says }) => says)
          .find((each) => each.id === id);
        const details = detailsOf(call, packageId).flatMap(({ says }) => (typeof says === 'object' ? [says] : []));
        return entry ? [[id, { packageId, entry, details: details.at(-1) }]] : [];
      }),
    ),
    kept: document.keep.map(({ packageId, meetingVideoId }) => ({ packageId, meetingVideoId })),
    alreadyDeleted: new Set(document.alreadyDeleted.map(({ meetingVideoId }) => meetingVideoId)),
    rules,
    hold: call.hold,
    cutoff: Date.parse(document.cutoff),
    reports: [],
    madeMs: Math.max(call.began.wall, call.machine.read().wall),
  };
}

/** The document of a plan, as somebody hands it over. */
export function documentOf({ json }: StoredPlan, forgery: Retention['forgery'], packages: Package[]): DeletionPlan {
  const document: DeletionPlan = JSON.parse(json);
  const { delete: planned = [], rules } = document;
  if (forgery === 'dropsHolds' && rules) {
    const nothing = { packageIds: [], videos: [], meetingVideoIds: [], matterNumbers: [], clientNumbers: [] };
    Object.assign(rules.hold, { ...nothing, folderIds: [], teamIds: [], memberIds: [] });
  }
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
