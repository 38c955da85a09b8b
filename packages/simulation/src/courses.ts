import { type LieName, lieNames } from './lies.ts';
import type { Fate, FateKind } from './program.ts';

/** What becomes of one request: how often it reaches the server, whether it is carried out, and how it ends. */
export type Course = { arrives: 0 | 1 | 2; takesEffect: boolean; ends: End };

/** How a request ends. */
export type End =
  | { how: 'reply' | 'html' | 'cut' | 'silence' | 'death' }
  | { how: 'broken'; code: 'ECONNREFUSED' | 'ECONNRESET' }
  | { how: 'status'; status: number; retryAfter: string | undefined }
  | { how: 'redirect'; status: number; isFollowed: boolean }
  | { how: 'lie'; name: LieName };

/** What each fate means. A status that says "not carried out" is believed, so the server sends it in no other case. */
export const courses: Record<FateKind, (variant: number) => Course> = {
  fine: () => ({ ...carriedOut, ends: { how: 'reply' } }),
  refused: () => ({ ...neverThere, ends: { how: 'broken', code: 'ECONNREFUSED' } }),
  lostBefore: () => ({ ...neverThere, ends: { how: 'broken', code: 'ECONNRESET' } }),
  lostAfter: () => ({ ...carriedOut, ends: { how: 'broken', code: 'ECONNRESET' } }),
  failsBefore: (variant) => ({ ...ignored, ends: status(variant, failures) }),
  failsAfter: (variant) => ({ ...carriedOut, ends: status(variant, failures) }),
  limited: (variant) => ({ ...ignored, ends: status(variant, [429]) }),
  rejected: (variant) => ({ ...ignored, ends: status(variant, [401, 403, 400]) }),
  htmlBefore: () => ({ ...ignored, ends: { how: 'html' } }),
  htmlAfter: () => ({ ...carriedOut, ends: { how: 'html' } }),
  cut: () => ({ ...carriedOut, ends: { how: 'cut' } }),
  redirect: (variant) => ({ ...ignored, ends: redirect(variant) }),
  lie: (variant) => ({ ...either(variant), ends: { how: 'lie', name: pick(lieNames, variant >> 1) } }),
  twice: () => ({ arrives: 2, takesEffect: true, ends: { how: 'reply' } }),
  silence: (variant) => ({ ...either(variant), ends: { how: 'silence' } }),
  death: (variant) => ({ ...either(variant), ends: { how: 'death' } }),
};

const carriedOut = { arrives: 1, takesEffect: true } as const;
const ignored = { arrives: 1, takesEffect: false } as const;
const neverThere = { arrives: 0, takesEffect: false } as const;
const failures = [500, 408, 421, 425, 502, 503, 504] as const;

function either(variant: number): typeof carriedOut | typeof ignored {
  return variant % 2 === 0 ? carriedOut : ignored;
}

function status(variant: number, statuses: readonly [number, ...number[]]): End {
  return {
    how: 'status',
    status: pick(statuses, variant),
    retryAfter: pick([undefined, '0', '2', '90', '50', '50', '50', '2'], variant >> 3),
  };
}

function redirect(variant: number): End {
  return { how: 'redirect', status: pick([302, 307, 308, 301], variant >> 1), isFollowed: variant % 2 === 1 };
}

function pick<T>(values: readonly [T, ...T[]], variant: number): T {
  return values[variant % values.length] ?? values[0];
}

/** Whether a fate leaves open, for the sender, if the request was carried out. */
export function leavesOpen({ kind }: Fate): boolean {
  return kind !== 'refused' && kind !== 'limited' && kind !== 'rejected';
}

/** The fate of a request to which nothing happens. */
export const fine: Fate = { kind: 'fine', thereMs: 1, backMs: 1, variant: 0 };
