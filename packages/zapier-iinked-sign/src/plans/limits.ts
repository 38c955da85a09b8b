import { IinkedSignError, InvalidRequestError, TimeoutError } from 'iinked-sign';
import type { ApplyOptions, ApplyReport, DeletionPlan } from 'iinked-sign/retention';
import { planField } from './fields.ts';

/** How many videos a plan may delete: what a step can apply in its time. */
export const mostVideos = 100;

/** How many characters a document may have: a step is given several of them, and takes 6 MB. */
const mostCharacters = 1_000_000;

/** When a step begins nothing more, in milliseconds after it began. */
export const beginLimitMs = 20_000;

/** How long one attempt of an apply may take, in milliseconds. */
const attemptLimitMs = 5_000;

/** How long an apply may read packages and holds before it deletes, in milliseconds. */
const readingLimitMs = 10_000;

/** What to do about a plan that is too large for a step. */
export const advice =
  'Narrow it by Package State, Search Text, Folder or a greater Older Than, or use the command iinked-sign, which has no such limit.';

const adviceOnTime = {
  plan: advice,
  receipt: 'Run the step again later, or use the command iinked-sign, which has no such limit.',
};

/**
 * Makes sure that a step can apply a plan in its time: another integration may have made it. Whether it is a plan at all is for
 * the client to say.
 *
 * @throws {InvalidRequestError} when it has too many videos.
 */
export function assertFits(plan: { delete?: unknown }): void {
  const { delete: planned } = plan;
  if (!Array.isArray(planned) || planned.length <= mostVideos) return;
  const problem = `has ${planned.length} videos, and a step applies at most ${mostVideos}. ${advice}`;
  throw new InvalidRequestError(planField.label, problem);
}

/** Makes a plan or a receipt in the time of a step, or none. */
export async function inTime<Document>(what: keyof typeof adviceOnTime, run: Promise<Document>): Promise<Document> {
  return run.catch((error: unknown) => {
    if (!(error instanceof TimeoutError)) throw error;
    const seconds = beginLimitMs / 1000;
    throw new TimeoutError(
      `The ${what} could not be made in ${seconds} seconds, and none is made in part. Nothing was deleted. ${adviceOnTime[what]}`,
      { mayHaveDeleted: false },
    );
  });
}

/**
 * Applies a plan in the time of a step. What is not begun in time is `notStarted`.
 *
 * @param run Applies it with these options.
 */
export async function applyInTime(
  run: (
    options: Pick<ApplyOptions, 'timeoutMs' | 'totalTimeoutMs' | 'maxRetries' | 'signal' | 'onProgress'>,
  ) => Promise<ApplyReport>,
): Promise<ApplyReport> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), readingLimitMs);
  try {
    return await run({
      timeoutMs: attemptLimitMs,
      totalTimeoutMs: beginLimitMs,
      maxRetries: 0,
      signal: controller.signal,
      onProgress: ({ done }) => done > 0 && clearTimeout(timer),
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Writes a document as the text that the next steps take.
 *
 * @throws {IinkedSignError} when it is too long for a step.
 */
export function textOfDocument(document: DeletionPlan | object): string {
  const text = JSON.stringify(document);
  if (text.length <= mostCharacters) return text;
  const size = `${(text.length / 1e6).toFixed(1)} MB`;
  throw new IinkedSignError(`The plan has ${size}, and a step takes 1 MB. Nothing was deleted. ${advice}`, {
    mayHaveDeleted: false,
  });
}
