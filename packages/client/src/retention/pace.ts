import type { Pace, Turn } from '../pace.ts';
import type { Session } from '../session.ts';
import { type Signal, throwIfAborted } from '../signal.ts';

/** A pace that learns from the server's 429s what it allows. */
export type LearnedPace = Pace & {
  /** Waits while the server wants no requests at all. */
  open: () => Promise<void>;
  /** The same pace, at which nothing begins after a moment. */
  until: (moment: number) => Pace;
};

const secondMs = 1000;
// A request may be on its way a little longer than the one before it.
const windowMs = 1010;
const longestPatienceMs = 10 * 60_000;
const firstProbeMs = 60_000;
const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/** A request that has its turn, and when it leaves. */
type Ticket = { at: number };

/**
 * Makes a pace. Without a 429 it holds nobody up. A 429 holds everybody up for as long as it says, and shows how many requests
 * the server takes in a second: no more are sent from then on, until a minute without a 429 invites to try a few more.
 *
 * @param stop Aborts when nothing more may begin.
 */
export function createPace(
  { now, random, startTimer }: Pick<Session, 'now' | 'random' | 'startTimer'>,
  stop?: Signal,
): LearnedPace {
  /** What was sent lately and not refused, or is about to be sent, in order. */
  const sent: Ticket[] = [];
  /** How many requests may leave in a second, and how many at most while nothing else is learned. */
  let limit = Number.POSITIVE_INFINITY;
  let ceiling = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let holdUntil = Number.NEGATIVE_INFINITY;
  let learnedAt = Number.NEGATIVE_INFINITY;
  let grownAt = Number.NEGATIVE_INFINITY;
  let probeMs = firstProbeMs;
  let probeAt = Number.POSITIVE_INFINITY;
  let hasProbed = false;
  let refusals = 0;
  let refusedSince = 0;
  let isPatient = true;
  const resting = new Set<() => void>();

  function grow(moment: number): void {
    if (limit === Number.POSITIVE_INFINITY) return;
    if (moment >= probeAt) {
      ceiling = ceiling * 1.05 + 1;
      probeAt = moment + probeMs;
      hasProbed = true;
    }
    if (moment - grownAt < secondMs || limit >= ceiling) return;
    limit = Math.min(ceiling, limit * 1.25 + 1);
    grownAt = moment;
  }

  function book(moment: number): Ticket {
    grow(moment);
    const whole = Math.floor(limit);
    const before = sent[sent.length - whole];
    const at = Math.max(moment, holdUntil, latest + secondMs / (2 * limit), before ? before.at + windowMs : moment);
    while (sent.length > whole || (sent[0]?.at ?? at) < at - 2 * windowMs) sent.shift();
    latest = at;
    const ticket = { at };
    sent.push(ticket);
    return ticket;
  }

  function giveBack(ticket: Ticket): void {
    const place = sent.lastIndexOf(ticket);
    if (place !== -1) sent.splice(place, 1);
  }

  function taken(): void {
    refusals = 0;
  }

  function refused(ticket: Ticket, retryAfterMs: number | undefined): void {
    const moment = now();
    const place = sent.lastIndexOf(ticket);
    const accepted = sent.slice(0, Math.max(place, 0)).filter(({ at }) => at > ticket.at - secondMs).length;
    giveBack(ticket);
    if (refusals === 0) refusedSince = moment;
    refusals += 1;
    const wait = retryAfterMs || random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (refusals - 1));
    holdUntil = Math.max(holdUntil, moment + wait);
    if (wait > longestPatienceMs || moment - refusedSince > longestPatienceMs) {
      isPatient = false;
      for (const wake of resting) wake();
    }
    // What was sent before the last lesson was known teaches nothing more.
    if (ticket.at <= learnedAt) return;
    learnedAt = moment;
    grownAt = Math.max(moment, holdUntil);
    if (hasProbed) probeMs *= 2;
    hasProbed = false;
    probeAt = moment + probeMs;
    if (limit === Number.POSITIVE_INFINITY || accepted >= 0.9 * limit) ceiling = accepted || ceiling;
    limit = Math.max(
      1,
      Math.min(ceiling, limit === Number.POSITIVE_INFINITY ? accepted : Math.max(accepted, limit / 2)),
    );
  }

  async function rest(milliseconds: number, signal: Signal | undefined): Promise<void> {
    const timer = startTimer(milliseconds);
    resting.add(timer.stop);
    for (const each of [signal, stop]) each?.addEventListener('abort', timer.stop);
    try {
      await timer.end;
    } finally {
      for (const each of [signal, stop]) each?.removeEventListener('abort', timer.stop);
      resting.delete(timer.stop);
    }
    throwIfAborted(signal);
  }

  function isOver(): boolean {
    return stop?.aborted === true || !isPatient;
  }

  async function turn(until: number, signal: Signal | undefined): Promise<Turn | undefined> {
    throwIfAborted(signal);
    // By the clock, or by what was waited for where the clock stands still.
    for (let moment = now(); !isOver(); ) {
      const ticket = book(moment);
      if (ticket.at > until) {
        giveBack(ticket);
        return undefined;
      }
      if (ticket.at > moment) await rest(ticket.at - moment, signal);
      moment = Math.max(now(), ticket.at);
      if (holdUntil > moment || isOver()) giveBack(ticket);
      else {
        ticket.at = moment;
        return { taken, refused: (retryAfterMs) => refused(ticket, retryAfterMs) };
      }
    }
    return undefined;
  }

  async function open(): Promise<void> {
    for (let moment = now(); holdUntil > moment && !isOver(); ) {
      const end = holdUntil;
      await rest(end - moment, undefined);
      moment = Math.max(now(), end);
    }
  }

  const patience = { stop, isPatient: () => isPatient };
  return {
    ...patience,
    open,
    turn: (signal) => turn(Number.POSITIVE_INFINITY, signal),
    until: (moment) => ({ ...patience, turn: (signal) => turn(moment, signal) }),
  };
}
