import { AuthenticationError, ConditionNotMetError, IinkedSignError } from 'iinked-sign';
import { PlanRefusedError } from 'iinked-sign/retention';
import { RefusedError } from './errors/RefusedError.ts';

/** It did what it was asked to do. */
export const DONE = 0;
/** An error, and nothing was deleted. Also a command that cannot be understood. */
export const ERROR = 1;
/** `plan --detailed-exitcode`: there are videos to delete. */
export const PLANNED = 2;
/** Refused: by the checks of a plan, by a condition, or for want of consent. */
export const REFUSED = 3;
/** The API did not accept the key. */
export const KEY = 4;
/** This run deleted or may have deleted something, and is not complete: apply again. */
export const INCOMPLETE = 5;
/** `audit`: the plan is not settled. */
export const UNSETTLED = 6;

/** What a command ends with: one of the above, or 128 + the number of the signal that ended it. */
export type ExitCode = number;

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** A signal that asks to end. */
export type EndingSignal = keyof typeof signalNumbers;

/** The signals that ask to end. */
export const endingSignals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How a process ends that a signal ended, as shells have it. */
export function exitCodeOfSignal(signal: EndingSignal): ExitCode {
  return 128 + signalNumbers[signal];
}

/** How a command ends that threw. What may have been deleted matters more than why it failed. */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof IinkedSignError && error.mayHaveDeleted) return INCOMPLETE;
  if (error instanceof AuthenticationError) return KEY;
  const isRefusal =
    error instanceof RefusedError || error instanceof PlanRefusedError || error instanceof ConditionNotMetError;
  return isRefusal ? REFUSED : ERROR;
}
