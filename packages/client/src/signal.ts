import { must } from './fields.ts';

/** An `AbortSignal` of this runtime, of another realm, or of a polyfill. */
export type Signal = {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener: (type: 'abort', listener: () => void) => void;
  removeEventListener: (type: 'abort', listener: () => void) => void;
};

/**
 * Validates a signal that a caller gave, if there is one.
 *
 * @throws {InvalidRequestError} when it is something else: an abort would go unnoticed.
 */
export function signalOf(value: unknown): Signal | undefined {
  must(value === undefined || isSignal(value), 'signal', 'an AbortSignal', value);
  return value;
}

/** Rejects with the reason of a signal that has aborted. */
export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw signal.reason ?? Object.assign(new Error('The call was aborted.'), { name: 'AbortError' });
}

/** Who waits for the abort of a signal, and the one listener that tells them. */
const waiting = new WeakMap<Signal, { callbacks: Set<() => void>; listener: () => void }>();

/**
 * Calls back when a signal aborts. Many calls may share a signal: they share one listener too, since Node warns of more than ten.
 *
 * @returns Ends it.
 */
export function onAbort(signal: Signal | undefined, callback: () => void): () => void {
  if (!signal) return () => undefined;
  const { callbacks, listener } = waiting.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size > 0) return;
    waiting.delete(signal);
    try {
      signal.removeEventListener('abort', listener);
    } catch {
      // What was awaited has ended: a signal that keeps an idle listener does not change how.
    }
  };
}

function listenTo(signal: Signal): { callbacks: Set<() => void>; listener: () => void } {
  const callbacks = new Set<() => void>();
  const shared = {
    callbacks,
    listener: () => {
      for (const callback of [...callbacks]) callback();
    },
  };
  waiting.set(signal, shared);
  signal.addEventListener('abort', shared.listener);
  return shared;
}

function isSignal(value: unknown): value is Signal {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function' &&
    'removeEventListener' in value &&
    typeof value.removeEventListener === 'function'
  );
}
