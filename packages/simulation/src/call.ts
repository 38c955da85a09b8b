import type { Signal } from 'iinked-sign';
import type { Machine, Moment } from './machine.ts';
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
  /** Whether anything but a quick and true response became of one of its requests. */
  isDisturbed: boolean;
  /** What it ended with. */
  end: End | undefined;
};

/** How a call ended. */
export type End = { result: unknown } | { error: unknown };

/** Conditions of a deletion, with their values. */
export type AskedConditions = Omit<Conditions, 'hold' | 'unchanged'> & {
  hold?: { packageIds: string[]; meetingVideoIds: string[] };
  unchanged?: Entry;
};

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
  /** The videos that it may delete, in its order, as they were listed. */
  videos: Map<string, { packageId: string; entry: Entry }>;
  /** What was deleted before. */
  alreadyDeleted: Set<string>;
  rules: Retention;
  hold: NamedHold;
  /** When it was made at the latest, by the clock of its machine. */
  madeMs: number;
};

/** What a hold names, by its ids. */
export type NamedHold = { packageIds: string[]; meetingVideoIds: string[] };
