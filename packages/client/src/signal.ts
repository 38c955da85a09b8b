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
