/** What a platform supplies: the way to the network, and a clock. */
export type Platform = {
  /** Sends one request and gives the answer, without following redirects and without repeating. */
  fetch: (request: Request) => Promise<Response>;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** A request as it leaves: what a `Request` would be made of. */
export type Outgoing = {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  signal: AbortSignal;
};

/** A `fetch` that takes address and options: it spares the platform's own one the building of a `Request`. */
export type Send = (url: string, request: Outgoing) => Promise<Response>;

/** Starts a timer: its end to await, and a way to end it early. */
export type Clock = (milliseconds: number) => { end: Promise<void>; stop: () => void };

/** The timers that every JavaScript runtime has. */
export const runtimeClock: Clock = (milliseconds) => {
  let stop = () => {};
  const end = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { end, stop };
};

/** The clock of a platform. */
export function clockOf({ wait }: Platform): Clock {
  return (milliseconds) => {
    const stopped = new AbortController();
    return { end: wait(milliseconds, stopped.signal), stop: () => stopped.abort() };
  };
}
