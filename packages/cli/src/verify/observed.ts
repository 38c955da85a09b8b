import { createHash } from 'node:crypto';

/** What a request asks for, which is what a response of the API has. */
export type Wanted = 'page' | 'package' | 'videos' | 'deletion';

/**
 * What came of a request. Only what is `seen`, a response of the API with its own body, shows anything about the API: the
 * server asked to wait (`limited`), failed, led elsewhere (`redirect`), sent something else (`foreign`) or too much
 * (`tooLong`), there was no whole response (`lost`), or the request was not sent.
 */
export type Kind = 'seen' | 'limited' | 'failed' | 'redirect' | 'foreign' | 'tooLong' | 'lost' | 'notSent';

/** A response as it was observed. */
export type Observed = {
  kind: Kind;
  status: number | undefined;
  /** The body, where it is a JSON object. */
  body: Record<string, unknown>;
  /** Tells bodies apart. */
  digest: string;
  retryAfter: string | undefined;
  /** What its `Date` is, by the clock of this machine. */
  date: 'missing' | 'wrong' | 'right';
  /** Whether a cache says that it kept it. */
  isCached: boolean;
  /** Whether it says that it comes from the emulator. */
  isEmulator: boolean;
  /** Why there was no response, as this machine tells it. */
  problem?: string | undefined;
};

/** A request that was not sent. */
export const notSent: Observed = without('notSent');

/** What came of a request without a whole response. */
export function without(kind: 'lost' | 'tooLong' | 'notSent', problem?: string): Observed {
  const nothing = { status: undefined, body: {}, digest: '', retryAfter: undefined } as const;
  return { kind, ...nothing, date: 'missing', isCached: false, isEmulator: false, problem };
}

/** Reads a response. */
export function observedOf(
  wanted: Wanted,
  { status, headers }: { status: number; headers: { get(name: string): string | null } },
  text: string,
): Observed {
  const body = objectOf(text);
  return {
    kind: kindOf(wanted, status, body),
    status,
    body: body ?? {},
    digest: createHash('sha256').update(text).digest('hex'),
    retryAfter: headers.get('retry-after') ?? undefined,
    date: dateOf(headers.get('date')),
    isCached: Number(headers.get('age') ?? 0) > 0,
    isEmulator: headers.get('iinked-sign-emulator') === 'true',
  };
}

/** Whether it is a response of the API with this status. */
export function isSeen({ kind, status }: Observed, wanted: number): boolean {
  return kind === 'seen' && status === wanted;
}

/** The objects of a list in a response. */
export function itemsOf({ body }: Observed, field: 'items' | 'videos'): Record<string, unknown>[] {
  const list = body[field];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const hourMs = 3_600_000;

function dateOf(date: string | null): Observed['date'] {
  if (date === null) return 'missing';
  return Math.abs(Date.parse(date) - Date.now()) <= hourMs ? 'right' : 'wrong';
}

function kindOf(wanted: Wanted, status: number, body: Record<string, unknown> | undefined): Kind {
  if (status === 429) return 'limited';
  if (status >= 500) return 'failed';
  if (status >= 300 && status < 400) return 'redirect';
  if (!body) return 'foreign';
  return (status >= 400 ? isError(body) : shapes[wanted](body)) ? 'seen' : 'foreign';
}

function isError({ error, message }: Record<string, unknown>): boolean {
  return typeof error === 'string' || typeof message === 'string';
}

/** The least by which a body of the API is known. What else it should have is judged. */
const shapes: Record<Wanted, (body: Record<string, unknown>) => boolean> = {
  page: ({ items }) => Array.isArray(items) && items.every(isObject),
  package: ({ packageId }) => typeof packageId === 'string',
  videos: ({ videos }) => Array.isArray(videos) && videos.every(isObject),
  deletion: ({ packageId, videos }) => typeof packageId === 'string' || Array.isArray(videos),
};

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
