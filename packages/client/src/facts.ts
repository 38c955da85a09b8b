import { instantOf } from './time.ts';

/** What an item of a list or Get Package says of a package, as it came. */
export type PackageFacts = {
  readonly [field in
    | 'name'
    | 'matterNumber'
    | 'clientNumber'
    | 'folderId'
    | 'teamId'
    | 'memberId'
    | 'type'
    | 'state'
    | 'isExecuted'
    | 'timeCreated'
    | 'timeExecuted'
    | 'timeRetention']?: unknown;
};

/** What a plan says of a package. */
export type SeenPackage = {
  packageName: string | null;
  matterNumber: string | null;
  clientNumber: string | null;
  timeExecuted: string | null;
};

/** What a plan says of a video. */
export type SeenVideo = {
  timeCreated: string | null;
  timeRetention: string | null;
  /** ISO 8601, such as `PT5M12S`. */
  duration: string | null;
  /** Bytes. */
  size: number | null;
  state: string | null;
};

/** Reads what a plan says of a package. What is not as the API documents it counts as missing. */
export function seenPackage({ name, matterNumber, clientNumber, timeExecuted }: PackageFacts): SeenPackage {
  return {
    packageName: textOf(name),
    matterNumber: numberOf(matterNumber),
    clientNumber: numberOf(clientNumber),
    timeExecuted: textOf(timeExecuted),
  };
}

/** Reads what a plan says of a video. What is not as the API documents it counts as missing. */
export function seenVideo({ timeCreated, timeRetention, duration, size, state }: SeenFields): SeenVideo {
  return {
    timeCreated: textOf(timeCreated),
    timeRetention: textOf(timeRetention),
    duration: textOf(duration),
    size: typeof size === 'number' && Number.isFinite(size) ? size : null,
    state: textOf(state),
  };
}

type SeenFields = { readonly [field in keyof SeenVideo]?: unknown };

/** How a video and its package were when somebody saw them. */
export type Seen = Omit<SeenVideo, 'state'> & Partial<SeenPackage>;

/**
 * Whether a video, or its package, is no longer as it was seen. Instants are compared as instants; links and states change
 * by themselves and do not count. What only one of the two says of the package is not compared.
 */
export function hasChanged(seen: Seen, now: Seen): boolean {
  const isSame = (field: keyof Seen) => seen[field] === now[field];
  const isSameInstant = (field: 'timeCreated' | 'timeRetention' | 'timeExecuted') => {
    const [one, other] = [instantOf(seen[field]), instantOf(now[field])];
    return isSame(field) || (one !== undefined && one === other);
  };
  const isSameIfSaid = (field: keyof SeenPackage) =>
    seen[field] === undefined || now[field] === undefined || isSame(field);
  const isUnchanged =
    isSameInstant('timeCreated') &&
    isSameInstant('timeRetention') &&
    isSame('duration') &&
    isSame('size') &&
    (isSameIfSaid('timeExecuted') || isSameInstant('timeExecuted')) &&
    isSameIfSaid('packageName') &&
    isSameIfSaid('matterNumber') &&
    isSameIfSaid('clientNumber');
  return !isUnchanged;
}

/** The fields of a package by which a hold may hold it, or its age is judged, and the types in which they can be read. */
const readable = {
  matterNumber: isNumber,
  clientNumber: isNumber,
  folderId: isText,
  teamId: isText,
  memberId: isText,
  isExecuted: (value) => typeof value === 'boolean',
} as const satisfies { [field in keyof PackageFacts]?: (value: unknown) => boolean };

/** Whether every field of a package that may keep it has a type that can be read. What is missing can. */
export function isReadable(facts: PackageFacts): boolean {
  return Object.entries(readable).every(([field, isRight]) => {
    const value: unknown = Reflect.get(facts, field);
    return value === undefined || value === null || isRight(value);
  });
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

// Beyond the safe integers, JSON has lost digits.
function isNumber(value: unknown): boolean {
  return isText(value) || Number.isSafeInteger(value);
}

function numberOf(value: unknown): string | null {
  return typeof value === 'number' && isNumber(value) ? String(value) : textOf(value);
}

// Half of a character would not survive a file, and the seal would break.
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, replacement) : null;
}

// Not as a literal, which the build would write as a character beyond Latin-1.
const replacement = decodeURIComponent('%EF%BF%BD');
