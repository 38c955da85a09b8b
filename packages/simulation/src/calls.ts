import type { Client } from 'iinked-sign';
import type { AskedConditions, Call, CallerSignal, StoredPlan } from './call.ts';
import type { ClientModule } from './clientModule.ts';
import { handedOver, reportsFor } from './handover.ts';
import { heldById, namedHold } from './holding.ts';
import type { Package } from './packages.ts';
import { documentOf, noPlan, rulesOf, sealKey } from './plans.ts';
import { badIds, type CallPlan, type Conditions, type Step } from './program.ts';
import { firstMoment } from './time.ts';
import { aVideo, type Entry, entryOf, type Video } from './world.ts';

/** What a call can be: what it does, what it names, and how it is made. */
type Kind = {
  effect: 'reads' | 'deletes';
  names: 'nothing' | 'package' | 'video' | 'plan';
  make: (tools: Tools, target: never, options: never, call: Call) => Promise<unknown>;
};

/** What a process calls: its client, and the functions about plans. */
export type Tools = { client: Client } & Pick<ClientModule, 'planDeletion' | 'approvePlan' | 'applyPlan' | 'auditPlan'>;

/** Every call that programs make. */
export const kinds: Record<CallPlan['kind'], Kind> = {
  list: {
    effect: 'reads',
    names: 'package',
    make: ({ client: { videos } }, target, options) => videos.list(target, options),
  },
  listPackages: {
    effect: 'reads',
    names: 'nothing',
    make: ({ client: { packages } }, _, options) => packages.list({}, options),
  },
  delete: {
    effect: 'deletes',
    names: 'video',
    make: ({ client: { videos } }, target, options) => videos.delete(target, options),
  },
  deleteAll: {
    effect: 'deletes',
    names: 'package',
    make: ({ client: { videos } }, target, options) => videos.deleteAll(target, options),
  },
  raw: {
    effect: 'deletes',
    names: 'video',
    make: ({ client: { raw } }, body, _, { packageId, signal }) =>
      raw.POST('/packages/{packageId}/videos/delete', { params: { path: { packageId } }, body, signal }),
  },
  plan: {
    effect: 'reads',
    names: 'nothing',
    make: ({ client, planDeletion }, rules, options) => planDeletion(client, rules, options),
  },
  apply: {
    effect: 'deletes',
    names: 'plan',
    make: ({ client, applyPlan }, plan, options) => applyPlan(client, plan, options),
  },
  audit: {
    effect: 'reads',
    names: 'plan',
    make: ({ client, auditPlan }, plan, options) => auditPlan(client, plan, options),
  },
};

/** Whether a call must be rejected before anything is sent: what it names cannot be a video. */
export function isBad({ kind, badId }: CallPlan): boolean {
  return badId !== undefined && kinds[kind].effect === 'deletes';
}

/** What a call needs to know when it begins. */
type Beginning = Pick<Call, 'number' | 'apiKey' | 'startMs' | 'began' | 'machine'> & {
  packages: Package[];
  /** The videos as they were at first. */
  atFirst: Map<string, Entry>;
  /** The plans that were made so far. */
  plans: readonly StoredPlan[];
};

/** Prepares a call: what it names exists, or did, or never will. */
export function callOf({ call: plan, fates }: Step, { packages, atFirst, plans, ...beginning }: Beginning): Call {
  const { id: packageId = 'p9', videos = [] } = packages[plan.package % packages.length] ?? {};
  const { names } = kinds[plan.kind];
  const video = plan.video === 5 ? undefined : videos[plan.video % Math.max(1, videos.length)];
  const approved = names === 'plan' ? (plans.at(-1) ?? noPlan) : undefined;
  const meetingVideoId = names === 'video' ? (video?.id ?? `${packageId}-v9`) : undefined;
  return {
    ...beginning,
    plan,
    packageId,
    meetingVideoId,
    conditions:
      plan.kind === 'delete' ? conditionsOf(plan.onlyIf, packageId, meetingVideoId, video, atFirst) : undefined,
    approved,
    reports: [...(approved?.reports ?? [])],
    hold: namedHold(plan.retention?.hold, packageId, video?.id ?? `${packageId}-v9`),
    isDryRun: plan.dryRun === true && plan.kind !== 'raw',
    signal: plan.abortAfterMs === undefined ? undefined : callerSignal(),
    fates: [...fates],
    heard: [],
    aliveAtFirst: videos.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id),
    deleted: [],
    deliveries: 0,
    mayHaveLanded: false,
    hidden: new Set(),
    requested: new Set(),
    proven: new Map(),
    approvals: [],
    isDisturbed: false,
    end: undefined,
  };
}

function conditionsOf(
  onlyIf: Conditions | undefined,
  packageId: string,
  meetingVideoId = '',
  video: Video | undefined,
  atFirst: Map<string, Entry>,
): AskedConditions | undefined {
  if (!onlyIf) return undefined;
  const { hold, unchanged, ...rest } = onlyIf;
  const seen = (unchanged === 'atFirst' && atFirst.get(meetingVideoId)) || (video && entryOf(video));
  return {
    ...rest,
    ...(hold && { hold: namedHold(hold, packageId, meetingVideoId) }),
    ...(unchanged && { unchanged: seen ?? entryOf(aVideo({ id: meetingVideoId, created: firstMoment })) }),
  };
}

/** Makes a call, with arguments that lie in wait for whoever reads them twice, or later. */
export function make(tools: Tools, call: Call, packages: Package[]): Promise<unknown> {
  const { plan, packageId, meetingVideoId, conditions, signal } = call;
  const { names, make } = kinds[plan.kind];
  const isRead = kinds[plan.kind].effect === 'reads';
  if (plan.retention) return makeAboutPlans(tools, call, plan.retention, packages);
  const target: Record<string, unknown> = {
    packageId,
    ...(names === 'video' && { meetingVideoId }),
    ...(isBad(plan) && { meetingVideoId: plan.badId && badIds[plan.badId] }),
  };
  const options: Record<string, unknown> = {
    ...plan.options,
    ...(signal && { signal }),
    ...(!isRead && plan.dryRun !== undefined && { dryRun: plan.dryRun }),
    ...(conditions && { onlyIf: onlyIfOf(conditions) }),
  };
  const laterTarget = { packageId: 'p1', meetingVideoId: 'p1-v1' };
  const laterOptions = {
    dryRun: false,
    onlyIf: { olderThan: { days: 1 } },
    timeoutMs: 2 ** 31 - 1,
    totalTimeoutMs: 2 ** 31 - 1,
  };
  return madeWith(
    { target, options, laterTarget, laterOptions },
    (target, options) => make(tools, untyped(target), untyped(options), call),
    plan.isShifty,
  );
}

function makeAboutPlans(
  tools: Tools,
  call: Call,
  retention: NonNullable<CallPlan['retention']>,
  packages: Package[],
): Promise<unknown> {
  const { plan, approved, hold, signal } = call;
  const { atOnce, stopAfterFailures, forgery } = retention;
  const everyId = packages.map(({ id }) => id);
  const document = approved && documentOf(approved, forgery, packages);
  const target = document ? { ...document } : { ...rulesOf(retention, hold, packages) };
  const options = {
    ...plan.options,
    sealKey,
    atOnce,
    ...(signal && { signal }),
    ...(plan.kind !== 'plan' && { hold: hold.given }),
    ...(document && plan.kind !== 'plan' && handedOver(call, document, tools)),
    ...(plan.kind === 'apply' && { stopAfterFailures }),
    ...(plan.kind === 'apply' && plan.dryRun !== undefined && { dryRun: plan.dryRun }),
    ...(plan.kind === 'audit' && reportsFor(call)),
  };
  const laterTarget = {
    packages: { packageIds: everyId },
    olderThan: { days: 1 },
    states: ['archived', 'failed', 'started', 'stopped', 'queued'],
    hold: {},
    limits: { videos: 1000 },
    approvalsNeeded: 0,
    requireArchive: false,
    delete: [],
  };
  const laterOptions = { hold: {}, dryRun: false, atOnce: 1000, stopAfterFailures: 1000, timeoutMs: 2 ** 31 - 1 };
  return madeWith(
    { target, options, laterTarget, laterOptions },
    (target, options) => kinds[plan.kind].make(tools, untyped(target), untyped(options), call),
    plan.isShifty,
  );
}

/** Arguments, and what they say to whoever reads them twice, or later. */
type Arguments = Record<'target' | 'options' | 'laterTarget' | 'laterOptions', Record<string, unknown>>;

function madeWith(
  { target, options, laterTarget, laterOptions }: Arguments,
  call: (target: object, options: object) => Promise<unknown>,
  isShifty: boolean,
): Promise<unknown> {
  if (isShifty) return call(shifty(target, laterTarget), shifty(options, laterOptions));
  const made = call(target, options);
  changeFields(target, laterTarget);
  changeFields(options, laterOptions);
  return made;
}

function onlyIfOf({ unchanged, hold, ...rest }: AskedConditions): object {
  return {
    ...rest,
    ...(hold && { hold: heldById(hold) }),
    ...(unchanged && { unchanged: { ...unchanged.json } }),
  };
}

/** An object whose fields have another value from the second time on that they are read. */
function shifty(first: Record<string, unknown>, later: Record<string, unknown>): object {
  const object = {};
  for (const [name, value] of Object.entries(first)) {
    let reads = 0;
    const get = () => {
      reads += 1;
      return reads === 1 || !Object.hasOwn(later, name) ? value : later[name];
    };
    Object.defineProperty(object, name, { get, enumerable: true });
  }
  return object;
}

function changeFields(object: Record<string, unknown>, later: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(later)) if (Object.hasOwn(object, name)) object[name] = value;
}

function callerSignal(): CallerSignal {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    reason: new Error('The caller aborted.'),
    addEventListener: (_: 'abort', listener: () => void) => listeners.add(listener),
    removeEventListener: (_: 'abort', listener: () => void) => listeners.delete(listener),
    listeners: () => listeners.size,
    abort() {
      signal.aborted = true;
      for (const listener of [...listeners]) listener();
    },
  };
  return signal;
}

/** What a program without a compiler, or a workflow, may hand over in place of what the types ask for. */
function untyped(value: unknown): never;
function untyped(value: unknown): unknown {
  return value;
}
