/** What a platform supplies: the way to the network, and a clock. */
export type Platform = {
  /** Sends one request and gives the answer, without following redirects and without repeating. */
  fetch: (request: Request) => Promise<Response>;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** A `fetch` that takes address and options: it spares the platform's own one the building of a `Request`. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Waits with the timers that every JavaScript runtime has. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
