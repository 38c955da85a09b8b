import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { PlanRefusedError } from '../errors/PlanRefusedError.ts';
import { must } from '../fields.ts';
import { isKeepReason, type KeepReason, keepReasons } from '../reasons.ts';
import { isObject } from '../response.ts';
import type { MeetingVideo } from '../schemas.ts';
import { instantOf } from '../time.ts';
import { type PlannedRules, rulesOf } from './rules.ts';
import type { Sealer } from './seal.ts';

/** The format of a plan. */
export const planFormat = 'iinked-sign/deletion-plan/1';

/** A video by its ids. */
export type VideoIds = { packageId: string; meetingVideoId: string };

/** A video as it was listed when the plan was made. */
export type PlannedVideo = VideoIds & {
  /** `null` where the packages were named by their ids, and where a package has no name. */
  packageName: string | null;
  timeCreated: string | null;
  timeRetention: string | null;
  /** ISO 8601, such as `PT5M12S`. */
  duration: string | null;
  /** Bytes. */
  size: number | null;
  state: string | null;
};

/** A video that the plan keeps, with the first reason. */
export type KeptVideo = PlannedVideo & { reason: KeepReason };

/** What was listed, in numbers. */
export type PlanTotals = {
  /** Packages that were listed. */
  packages: number;
  /** Videos that were listed, deleted ones too. */
  videos: number;
  /** Of these, the ones that are not deleted. */
  alive: number;
  /** Videos to delete. */
  delete: number;
  /** Videos to keep. */
  keep: number;
  /** Videos that were deleted when the plan was made. */
  alreadyDeleted: number;
  /** Bytes of the videos to delete, as far as their sizes are known. */
  bytes: number;
};

/** What goes, what stays and why: a document that people can read, approve, store and verify. */
export type DeletionPlan = {
  format: typeof planFormat;
  /** Names this plan in reports and receipts. */
  id: string;
  /** The base address of the server that it is for. */
  server: string;
  createdAt: string;
  rules: PlannedRules;
  delete: PlannedVideo[];
  keep: KeptVideo[];
  alreadyDeleted: VideoIds[];
  totals: PlanTotals;
  /** Tells with which key it is sealed. */
  keyId: string;
  /** Breaks when anything in the plan is changed. */
  seal: string;
};

/** Seals a plan: its fields, in this order. */
export function sealed(plan: Omit<DeletionPlan, 'keyId' | 'seal'>, { keyId, seal }: Sealer): DeletionPlan {
  const complete = { ...plan, keyId };
  return { ...complete, seal: seal(JSON.stringify(complete)) };
}

/** Describes a video as a plan does. What is not as the API documents it counts as missing. */
export function plannedVideo(
  { packageId, packageName }: { packageId: string; packageName: unknown },
  video: MeetingVideo,
): PlannedVideo {
  return {
    packageId,
    packageName: wellFormed(packageName),
    meetingVideoId: video.meetingVideoId,
    timeCreated: wellFormed(video.timeCreated),
    timeRetention: wellFormed(video.timeRetention),
    duration: wellFormed(video.duration),
    size: typeof video.size === 'number' && Number.isFinite(video.size) ? video.size : null,
    state: wellFormed(video.state),
  };
}

// Half of a character would not survive a file, and the seal would break.
function wellFormed(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : null;
}

/**
 * Reads a plan as it reads after a round trip through JSON, into a copy with our fields in our order.
 *
 * @throws {PlanRefusedError} with the reason `format` when it is not a plan.
 */
export function planOf(value: unknown): DeletionPlan {
  try {
    return read(JSON.parse(JSON.stringify(value) ?? 'null'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new PlanRefusedError('format', `This is not a deletion plan, or not a whole one. ${problem}`);
  }
}

function read(value: unknown): DeletionPlan {
  const plan = exactly('plan', value, planFields);
  must(plan.format === planFormat, 'format', `'${planFormat}'`, plan.format);
  return {
    format: planFormat,
    id: string('id', plan.id),
    server: string('server', plan.server),
    createdAt: instant('createdAt', plan.createdAt),
    rules: plannedRulesOf(plan.rules),
    delete: array('delete', plan.delete).map((video) => described(exactly('video', video, videoFields))),
    keep: array('keep', plan.keep).map((video) => {
      const { reason, ...rest } = exactly('video', video, keptFields);
      return { ...described(rest), reason: reasonOf(reason) };
    }),
    alreadyDeleted: array('alreadyDeleted', plan.alreadyDeleted).map((video) =>
      idsOf(exactly('video', video, idFields)),
    ),
    totals: totalsOf(exactly('totals', plan.totals, totalFields)),
    keyId: string('keyId', plan.keyId),
    seal: string('seal', plan.seal),
  };
}

// Rules are completed when they are read. Those of a plan are complete, or somebody has changed them.
function plannedRulesOf(value: unknown): PlannedRules {
  const rules = rulesOf(value);
  if (isSame(rules, value)) return rules;
  throw new InvalidRequestError('rules', 'must be complete, and name each thing once');
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [names, otherNames] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === otherNames.length &&
    names.every((name) => isSame(Reflect.get(one, name), Reflect.get(other, name)))
  );
}

const planFields = [
  'format',
  'id',
  'server',
  'createdAt',
  'rules',
  'delete',
  'keep',
  'alreadyDeleted',
  'totals',
  'keyId',
  'seal',
] as const satisfies (keyof DeletionPlan)[];
const idFields = ['packageId', 'meetingVideoId'] as const satisfies (keyof VideoIds)[];
const videoFields = [
  ...idFields,
  'packageName',
  'timeCreated',
  'timeRetention',
  'duration',
  'size',
  'state',
] as const satisfies (keyof PlannedVideo)[];
const keptFields = [...videoFields, 'reason'] as const satisfies (keyof KeptVideo)[];
const totalFields = [
  'packages',
  'videos',
  'alive',
  'delete',
  'keep',
  'alreadyDeleted',
  'bytes',
] as const satisfies (keyof PlanTotals)[];

type Unchecked<Field extends string> = { [field in Field]: unknown };

/** Makes sure that a value of JSON has these fields and no others. A plan may be long: each is looked at once. */
function exactly<Field extends string>(what: string, value: unknown, fields: readonly Field[]): Unchecked<Field> {
  must(isObject(value), what, 'an object', value);
  if (hasFields(value, fields) && Object.keys(value).length === fields.length) return value;
  throw new InvalidRequestError(what, `must have the fields ${fields.join(', ')}, and no others`);
}

function hasFields<Field extends string>(value: object, fields: readonly Field[]): value is Unchecked<Field> {
  return fields.every((field) => Object.hasOwn(value, field));
}

function described(video: Unchecked<keyof PlannedVideo>): PlannedVideo {
  return {
    packageId: string('packageId', video.packageId),
    packageName: stringOrNull('packageName', video.packageName),
    meetingVideoId: string('meetingVideoId', video.meetingVideoId),
    timeCreated: stringOrNull('timeCreated', video.timeCreated),
    timeRetention: stringOrNull('timeRetention', video.timeRetention),
    duration: stringOrNull('duration', video.duration),
    size: video.size === null ? null : number('size', video.size),
    state: stringOrNull('state', video.state),
  };
}

function idsOf({ packageId, meetingVideoId }: Unchecked<keyof VideoIds>): VideoIds {
  return { packageId: string('packageId', packageId), meetingVideoId: string('meetingVideoId', meetingVideoId) };
}

function reasonOf(value: unknown): KeepReason {
  must(isKeepReason(value), 'reason', `one of ${keepReasons.join(', ')}`, value);
  return value;
}

function totalsOf(given: Unchecked<keyof PlanTotals>): PlanTotals {
  const total = (field: keyof PlanTotals) => number(field, given[field]);
  return {
    packages: total('packages'),
    videos: total('videos'),
    alive: total('alive'),
    delete: total('delete'),
    keep: total('keep'),
    alreadyDeleted: total('alreadyDeleted'),
    bytes: total('bytes'),
  };
}

function array(field: string, value: unknown): unknown[] {
  must(Array.isArray(value), field, 'an array', value);
  return value;
}

function string(field: string, value: unknown): string {
  must(typeof value === 'string', field, 'a string', value);
  return value;
}

function stringOrNull(field: string, value: unknown): string | null {
  return value === null ? null : string(field, value);
}

function number(field: string, value: unknown): number {
  must(typeof value === 'number' && Number.isFinite(value), field, 'a number', value);
  return value;
}

function instant(field: string, value: unknown): string {
  const time = string(field, value);
  if (instantOf(time) === undefined) throw new InvalidRequestError(field, 'must be a time with a zone');
  return time;
}
