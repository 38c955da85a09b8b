import type { Signal } from '../signal.ts';

/** What ends a run before its plan does. */
export type Stop = {
  /** Aborts when nothing more may begin. */
  signal: Signal;
  /** Why the run ends early, if it does. */
  reason: () => 'aborted' | 'failures' | undefined;
  /** Ends it for its failures. */
  fail: () => void;
  /** Forgets the signal of the caller. */
  dispose: () => void;
};

/** Makes what ends a run: the signal of its caller, or too many failures. */
export function createStop(caller: Signal | undefined): Stop {
  const controller = new AbortController();
  let reason: 'aborted' | 'failures' | undefined;
  const end = (why: 'aborted' | 'failures') => {
    reason ??= why;
    controller.abort();
  };
  const abort = () => end('aborted');
  if (caller?.aborted) abort();
  caller?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    reason: () => reason,
    fail: () => end('failures'),
    dispose: () => caller?.removeEventListener('abort', abort),
  };
}
