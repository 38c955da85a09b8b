import type { EndingSignal } from '../exitCodes.ts';

/** A signal asked the command to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: EndingSignal;

  constructor(signal: EndingSignal) {
    super(`Interrupted by ${signal}.`);
    this.signal = signal;
  }
}
