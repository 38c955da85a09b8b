import type { VideoIds } from 'iinked-sign';
import type { Api } from './api.ts';
import { notSent, type Observed } from './observed.ts';
import { type ProbeName, probeNames } from './probes.ts';

/** Everything that was observed, by what it was asked for. What was not asked for is `notSent`. */
export type Evidence = Record<ProbeName, Observed> & {
  server: string;
  /** Whether a video is to be deleted. */
  isDeletionWanted: boolean;
  /** All that was sent. */
  log: Api['log'];
  /** Some packages, each by itself. */
  details: Observed[];
  /** The videos of the same packages. */
  videos: Observed[];
  deletion: DeletionEvidence | undefined;
};

/** What the deletion of one video showed. */
export type DeletionEvidence = VideoIds & {
  /** The video before it was deleted. */
  video: Record<string, unknown>;
  /** Its package before that. */
  package: Observed;
  /** The videos of its package right before the deletion. */
  before: Observed;
  /** The response to the deletion, once a request was sent. */
  first: Observed | undefined;
  /** Whether the client took the response, or a list, for a confirmation. */
  isConfirmed: boolean;
  /** Whether a request may have arrived. */
  mayHaveDeleted: boolean;
  /** Why the client did not delete it, where a condition was not met. */
  unmet: string | undefined;
  /** The videos of its package after each deletion. */
  after: Observed[];
  /** A second deletion of the same video, if the first one did what it should. */
  second: Observed | undefined;
};

/** The evidence before anything was sent. */
export function noEvidence({ server, log }: Pick<Api, 'server' | 'log'>, isDeletionWanted = false): Evidence {
  const seen: Record<ProbeName, Observed> = { ...probesNotSent };
  return { ...seen, server, isDeletionWanted, log, details: [], videos: [], deletion: undefined };
}

const probesNotSent: Record<ProbeName, Observed> = Object.assign(
  {},
  ...probeNames.map((name) => ({ [name]: notSent })),
);
