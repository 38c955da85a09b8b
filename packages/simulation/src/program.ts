import type { Age } from './cutoff.ts';
import type { Labels } from './labels.ts';
import type { Dated, Shown, Undeleted } from './world.ts';

/** Everything that happens in one simulation. It is plain data: the same program always runs in the same way. */
export type Program = {
  server: Manners;
  /** The packages with their videos, before anything happens. */
  packages: PackageAtFirst[];
  clients: ClientPlan[];
  /** What other people do meanwhile. */
  others: { atMs: number; act: Act; package: number; video: number }[];
};

/** What the API's documentation leaves open, and a server may do in one way or another. */
export type Manners = {
  /** Whether lists name deleted videos. */
  listsDeleted: boolean;
  /** Whether the deletion of a deleted video succeeds again, instead of a 404. */
  deletesAgain: boolean;
  /** Whether responses have a `Date` header. */
  sendsDate: boolean;
  /** How many packages a page has at most. */
  pageSize: number;
  /** What Get Package gives: the package, or an error although it is listed. */
  details: 'given' | 'forbidden' | 'missing';
  /** Whether packages of all members may be asked for. */
  mayWiden: boolean;
  /** Whether a filter must be spelt as the API does: in another case, it is not found. */
  isExact: boolean;
};

export type PackageAtFirst = {
  /** How old it is at least: it is as old as its oldest video. */
  ageMs: number;
  /** How long ago it was executed. */
  executedMs: number | 'unreadable' | undefined;
  isExecuted: boolean | undefined;
  state: 'executed' | 'open';
  retentionInMs: number | 'unreadable' | undefined;
  labels: Labels;
  /** In which of its spellings the API writes what it has. */
  spelling: number;
  videos: VideoAtFirst[];
};

export type VideoAtFirst = {
  ageMs: number;
  dated: Dated;
  state: string;
  /** In how many milliseconds its retention ends. */
  retentionInMs: number | 'unreadable' | undefined;
  shown: Shown;
  undeleted: Undeleted;
  isDeleted: boolean;
  /** Whether the next package lists it too. */
  isShared: boolean;
};

/** A process with one client. It makes its calls one after the other; several processes run at once. */
export type ClientPlan = {
  /** How far the clock of its machine is ahead of the server's at first. */
  skewMs: number;
  /** What its random numbers come from. */
  dice: number;
  steps: Step[];
};

export type Step = { pauseMs: number; call: CallPlan; fates: Fate[] };

export type CallPlan = {
  kind: 'list' | 'listPackages' | 'delete' | 'deleteAll' | 'raw' | 'plan' | 'apply' | 'audit';
  package: number;
  /** Which video, counted round; 5 is one that does not exist. Not for calls about a whole package. */
  video: number;
  options: { timeoutMs?: number; totalTimeoutMs?: number; maxRetries?: number };
  dryRun: boolean | undefined;
  onlyIf: Conditions | undefined;
  /** After how many milliseconds the caller aborts; 0 is before the call. */
  abortAfterMs: number | undefined;
  /** Whether the arguments give another value each time they are read. */
  isShifty: boolean;
  /** What stands in place of the video's id, though it cannot be one. */
  badId: BadId | undefined;
  /** What calls about retention plans have beside. */
  retention: Retention | undefined;
};

/** What a plan may delete, and how one is applied and audited. */
export type Retention = {
  /** The packages: these ids; or those in a state, that are executed, or of the team on hold. */
  scope: 'ids' | 'states' | 'executed' | 'team';
  createdFrom: string | undefined;
  olderThan: Age;
  states: readonly string[];
  hold: HoldPlan;
  videosLimit: number;
  share: number | undefined;
  approvalsNeeded: number;
  requireArchive: boolean;
  /** Who approves the plan that is applied. */
  approvals: Approver[];
  archive: ArchivePlan | undefined;
  /** Which reports an audit is given. */
  reports: 'none' | 'all' | 'altered';
  atOnce: number;
  stopAfterFailures: number;
  /** What somebody does to the plan after it was sealed. */
  forgery: 'addsVideo' | 'dropsHolds' | undefined;
};

/** Who approves a plan, or does not. What is struck is the video or package of the call, where it is planned. */
export type Approver = {
  by: 'Jane Doe' | ' JANE  DOE' | 'John Roe';
  decision: 'approve' | 'reject';
  strikes: 'nothing' | 'video' | 'package';
  /** Whether somebody changes the approval later. */
  isAltered: boolean;
};

/** Which copies there are: of all planned videos, of all but the one of the call, or of another size. And who proves them. */
export type ArchivePlan = { copies: 'all' | 'others' | 'shorter'; prove: 'absent' | 'proves' | 'denies' | 'throws' };

/** A hold about the package and video of a call, or about what is on hold in a field: and how a person wrote it down. */
export type HoldPlan = { what: Held; spelling: number; unmatched: 'reject' | 'report' };

/** What a hold names. What is `lost` exists nowhere. */
export type Held =
  | 'nothing'
  | 'package'
  | 'video'
  | 'pair'
  | 'swapped'
  | 'matterNumber'
  | 'clientNumber'
  | 'folderId'
  | 'teamId'
  | 'memberId'
  | 'lostVideo'
  | 'lostPackage'
  | 'lostMatter';

/** Conditions of a deletion, and which of them it has. */
export type Conditions = {
  olderThan?: Age;
  states?: readonly string[];
  retentionOver?: boolean;
  hold?: HoldPlan;
  unchanged?: 'now' | 'atFirst';
};

/** Values that programs and workflows hand over when an id got lost. */
export const badIds = {
  undefined: undefined,
  null: null,
  empty: '',
  blank: ' ',
  zero: 0,
  array: [],
  invisible: '\u200b',
  dots: 'v1/../..',
} as const;
export type BadId = keyof typeof badIds;

export type Act =
  | 'record'
  | 'delete'
  | 'retain'
  | 'change'
  | 'share'
  | 'rename'
  | 'reopen'
  | 'execute'
  | 'retainPackage'
  | 'refile'
  | 'deletePackage';

/** What the network and the server do to one request. Where there are no more of them, all goes well. */
export type Fate = {
  kind: FateKind;
  /** How long the request takes to the server. */
  thereMs: number;
  /** How long the response takes back. */
  backMs: number;
  /** Which of its variants it is, counted round. */
  variant: number;
  /** What happens beside it. */
  beside?: Beside | undefined;
};

/** What happens beside a request, whatever becomes of it. */
export type Beside = DateFault | CacheFault | Mishap;

/** What is wrong with the `Date` header of the response. */
export type DateFault = { what: 'date'; how: 'none' | 'twice' | 'twiceFarApart' | 'unreadable' | 'ahead' };

/** A cache on the way responds to what is read, with the world as it was at first. */
export type CacheFault = {
  what: 'cache';
  /** How old its copy was when the program began. */
  agedMs: number;
  /** How the response shows its age: by an `Age` header, or by a `Date` of then. */
  shows: 'age' | 'date' | 'both';
  /** Whether it lets a request pass that asks for no cache. */
  isObedient: boolean;
};

/** What happens to the machine of the client some time after the request left: it sleeps, or somebody sets its clock. */
export type Mishap = { what: 'sleeps' | 'isSet'; byMs: number; inMs: number };

export const fateKinds = [
  'fine',
  'refused',
  'lostBefore',
  'lostAfter',
  'failsBefore',
  'failsAfter',
  'limited',
  'rejected',
  'htmlBefore',
  'htmlAfter',
  'cut',
  'redirect',
  'lie',
  'twice',
  'silence',
  'death',
] as const;
export type FateKind = (typeof fateKinds)[number];
