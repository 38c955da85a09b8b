import type { HeldBy } from '../../hold.ts';
import type { KeepReason } from '../../reasons.ts';
import type { VideoIds } from '../../video.ts';
import type { PlannedRules } from '../rules.ts';
import {
  count,
  flag,
  hash,
  instant,
  keyId,
  list,
  midnight,
  object,
  oneOf,
  optional,
  type Reader,
  type Table,
  text,
} from './fields.ts';
import { formats } from './formats.ts';
import { heldBy, type UnmatchedHold, unmatchedHold } from './holds.ts';
import { keepReason } from './reasons.ts';
import { plannedRules } from './rules.ts';
import { type PlannedVideo, videoFields, videoIds } from './video.ts';

/** A video that the plan keeps. */
export type KeptVideo = PlannedVideo & {
  /** Why it is kept: the first reason that applies. */
  reason: KeepReason;
  /** The hold that keeps it, where it is `held`. */
  heldBy?: HeldBy;
};

/** What was found, in numbers. */
export type PlanTotals = {
  /** Packages that were listed. */
  packages: number;
  /** Packages of the scope that were not listed: too young, or created before `createdFrom`. */
  skipped: number;
  /** Of these, the ones that were created before `createdFrom`. */
  skippedEarlier: number;
  /** Packages with a video to delete. */
  packagesPlanned: number;
  /** Videos that were listed, deleted ones too. */
  videos: number;
  /** Of these, the ones that are not deleted. */
  alive: number;
  /** Videos to delete. */
  delete: number;
  /** Videos to keep. */
  keep: number;
  /** Of these, the ones that are too young and in a package without videos to delete: they are not in `keep`. */
  keepUnlisted: number;
  /** Videos that were deleted when the plan was made. */
  alreadyDeleted: number;
  /** Bytes of the videos to delete, as far as their sizes are known. */
  bytes: number;
};

/** What a plan and its preview have in common. */
export type PlanContents = {
  /** The base address of the server that it is for. */
  server: string;
  createdAt: string;
  /** Only what was recorded, or recorded and executed, before this moment is old enough. */
  cutoff: string;
  rules: PlannedRules;
  delete: PlannedVideo[];
  /** Every video that is kept in a package with videos to delete, and elsewhere every one but those that are too young. */
  keep: KeptVideo[];
  /** Videos of packages with videos to delete that were deleted when the plan was made. */
  alreadyDeleted: VideoIds[];
  /** Holds that match nothing. */
  unmatchedHolds: UnmatchedHold[];
  /** Whether packages may have been missed, because others went away while they were listed. */
  mayBeIncomplete: boolean;
  totals: PlanTotals;
};

/** What goes, what stays and why: a document that people can read, approve, store and verify. */
export type DeletionPlan = PlanContents & {
  format: typeof formats.plan;
  /** Names this plan in reports and receipts. */
  id: string;
  /** Fingerprint of the key that sealed it. */
  keyId: string;
  /** Breaks when anything in the plan is changed. */
  seal: string;
};

/** What a plan would be if its limits allowed it: at most the first 1 000 videos of each list. It cannot be applied. */
export type DeletionPreview = PlanContents & {
  format: typeof formats.preview;
  /** How many videos to delete were recorded in each year, so that a backlog can be taken year by year. */
  byYear: { year: number; videos: number }[];
};

const contents: Table<PlanContents> = {
  server: text,
  createdAt: instant,
  cutoff: midnight,
  rules: plannedRules,
  delete: list(object(videoFields)),
  keep: list(object<KeptVideo>({ ...videoFields, reason: keepReason, heldBy: optional(heldBy) })),
  alreadyDeleted: list(videoIds),
  unmatchedHolds: list(unmatchedHold),
  mayBeIncomplete: flag,
  totals: object<PlanTotals>({
    packages: count,
    skipped: count,
    skippedEarlier: count,
    packagesPlanned: count,
    videos: count,
    alive: count,
    delete: count,
    keep: count,
    keepUnlisted: count,
    alreadyDeleted: count,
    bytes: count,
  }),
};

export const plan: Reader<DeletionPlan> = object<DeletionPlan>({
  format: oneOf([formats.plan]),
  id: text,
  ...contents,
  keyId,
  seal: hash,
});

export const preview: Reader<DeletionPreview> = object<DeletionPreview>({
  format: oneOf([formats.preview]),
  ...contents,
  byYear: list(object<DeletionPreview['byYear'][number]>({ year: count, videos: count })),
});
