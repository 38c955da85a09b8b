import type { Session } from '../session.ts';
import { onAbort, type Signal } from '../signal.ts';

/** Why a run ends before its plan does. */
export type StopReason = 'aborted' | 'failures' | 'error';

/** What ends a run before its plan does. */
export type Stop = {
  /** Aborts when nothing more may begin. */
  signal: Signal;
  /** Why the run ends early, if it does. */
  reason: () => StopReason | undefined;
  /** Ends it. */
  end: (why: StopReason) => void;
  /** Forgets the signal of the caller. */
  dispose: () => void;
};

/**
 * Makes what ends a run: the signal of its caller, its time limit, or what goes wrong.
 *
 * @param totalTimeoutMs How long the run may take, where that is limited.
 */
export function createStop(
  caller: Signal | undefined,
  totalTimeoutMs: number | undefined,
  { startTimer }: Pick<Session, 'startTimer'>,
): Stop {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  const end = (why: StopReason) => {
    reason ??= why;
    controller.abort();
  };
  const abort = () => end('aborted');
  const timer = totalTimeoutMs === undefined ? undefined : startTimer(totalTimeoutMs);
  let isDisposed = false;
  timer?.end.then(() => isDisposed || abort()).catch(() => undefined);
  if (caller?.aborted) abort();
  const ignoreAbort = onAbort(caller, abort);
  return {
    signal: controller.signal,
    reason: () => reason,
    end,
    dispose() {
      isDisposed = true;
      timer?.stop();
      ignoreAbort();
    },
  };
}
