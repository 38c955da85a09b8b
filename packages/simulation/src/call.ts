import type { Hold, Signal } from 'iinked-sign';
import type { LabelField } from './labels.ts';
import type { Machine, Moment } from './machine.ts';
import type { PackageEntry } from './packages.ts';
import type { CallPlan, Conditions, Fate, Retention } from './program.ts';
import type { Asked, Reply } from './server.ts';
import type { Entry } from './world.ts';

/** A call of the client that is under way, and all that is known of it. */
export type Call = {
  readonly number: number;
  readonly plan: CallPlan;
  readonly packageId: string;
  /** The one video that it names; of a call about a whole package, none. */
  readonly meetingVideoId: string | undefined;
  readonly conditions: AskedConditions | undefined;
  /** The plan that it applies or audits, as it was approved. */
  readonly approved: StoredPlan | undefined;
  /** The reports of that plan which were there when it began. */
  readonly reports: readonly StoredPlan['reports'][number][];
  /** What is held: by the rules of the plan that it makes, or now. */
  readonly hold: NamedHold;
  readonly isDryRun: boolean;
  readonly apiKey: string;
  readonly startMs: number;
  /** When it began, by the clocks of its machine. */
  readonly began: Moment;
  readonly machine: Machine;
  readonly signal: CallerSignal | undefined;
  /** What becomes of its next requests. */
  readonly fates: Fate[];
  /** The responses that it read. */
  readonly heard: Heard[];
  /** The videos of its package that were not deleted when it began. */
  readonly aliveAtFirst: readonly string[];
  /** The videos that its requests deleted. */
  readonly deleted: string[];
  /** How often a delete-all request of it was carried out. */
  deliveries: number;
  /** Whether a delete-all request of it left whose outcome its sender cannot know. */
  mayHaveLanded: boolean;
  /** The videos whose deletion a layer below the client sent twice, giving it only the 404 of the second. */
  readonly hidden: Set<string>;
  /** The videos that a request of it named. */
  readonly requested: Set<string>;
  /** The videos whose copies were proven, and when. */
  readonly proven: Map<string, Moment>;
  /** The approvals that it was given. */
  approvals: GivenApproval[];
  /** Whether anything but a quick and true response became of one of its requests. */
  isDisturbed: boolean;
  /** What it ended with. */
  end: End | undefined;
};

/** How a call ended. */
export type End = { result: unknown } | { error: unknown };

/** Conditions of a deletion, with their values. */
export type AskedConditions = Omit<Conditions, 'hold' | 'unchanged'> & {
  hold?: NamedHold;
  unchanged?: Entry;
};

/** An approval as an apply was given it: who approves, what is struck, and whether it counts. */
export type GivenApproval = { by: string; counts: boolean; struck: { packageId?: string; meetingVideoId?: string } };

/** The signal of a caller, which knows who listens. */
export type CallerSignal = Signal & { abort: () => void; listeners: () => number; reason: Error };

/** A response as it arrives at a process, and the truth about it. */
export type Arrived = {
  status: number;
  text: string;
  headers: Record<string, string>;
  wasRedirected: boolean;
  isLie: boolean;
  reply: Reply;
};

/** A response that a call read to its end. */
export type Heard = Arrived & {
  asked: Asked;
  /** Whether the request asked that no cache responds. */
  isUncached: boolean;
  /** When the request left, and when the response had been read. */
  left: Moment;
  read: Moment;
  /** What its `Date` header says, where there is one that can be read. */
  date: number | undefined;
  /** What its `Age` header says, in seconds. */
  age: number | undefined;
  /** The newest server time that the client had seen before, carried on to now. */
  newest: number | undefined;
};

/** A plan in a file, and what its maker knows of it beside. */
export type StoredPlan = {
  /** The document. */
  json: string;
  /** The videos that it may delete, in its order, as they were listed, with their packages. */
  videos: Map<string, Planned>;
  /** What it keeps. */
  kept: { packageId: string; meetingVideoId: string }[];
  /** What was deleted before. */
  alreadyDeleted: Set<string>;
  rules: Retention;
  hold: NamedHold;
  /** Before which moment something is old enough. */
  cutoff: number;
  /** The reports of those who applied it, and what each held. */
  reports: { json: string; hold: NamedHold; struck: GivenApproval['struck'][] }[];
  /** When it was made at the latest, by the clock of its machine. */
  madeMs: number;
};

/** A planned video, as the plan saw it. */
export type Planned = { packageId: string; entry: Entry; details: PackageEntry | undefined };

/** A hold: how somebody wrote it, and what it means. */
export type NamedHold = {
  given: Hold;
  packageIds: string[];
  meetingVideoIds: string[];
  /** The fields of packages by which it holds. */
  fields: LabelField[];
  /** The list of it in which something stands that exists nowhere. */
  lost: keyof Hold | undefined;
};
