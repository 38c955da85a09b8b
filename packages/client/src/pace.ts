import type { Signal } from './signal.ts';

/** Lets the requests of many calls go as fast as the server allows. */
export type Pace = {
  /**
   * Waits until a request may leave.
   *
   * @returns Its turn, or nothing where no request may begin any more.
   * @throws the reason of the signal, when it aborts meanwhile.
   */
  turn: (signal: Signal | undefined) => Promise<Turn | undefined>;
  /** Whether calls should wait, and be made again, while the server refuses them. */
  isPatient: () => boolean;
  /** Aborts when nothing more may begin. What is under way ends by itself. */
  stop: Signal | undefined;
};

/** The turn of one request. One of the two is called when it has ended. */
export type Turn = {
  /** The server did not refuse it for coming too soon. */
  taken: () => void;
  /** The server refused it with a 429, perhaps naming a time to wait. */
  refused: (retryAfterMs: number | undefined) => void;
};

/** Nothing was sent, for the pace lets nothing begin any more. It never leaves this package. */
export class NotBegunError extends Error {
  override readonly name = 'NotBegunError';
}
