/** A request that has its turn, and when it leaves. */
export type Ticket = { at: number };

/** How many requests may leave in a second. */
export type Rate = {
  /** Books the next moment at which a request may leave, which is no earlier than the one that is given. */
  book: (earliest: number) => Ticket;
  /** Takes back what was booked and is not sent. */
  giveBack: (ticket: Ticket) => void;
  /** Learns from the refusal of a request, which came at a moment and ends the next pause at another. */
  learn: (refused: Ticket, moment: number, resumesAt: number) => void;
  /** What it allows, or nothing where no 429 has shown a limit. */
  perSecond: () => number | undefined;
};

const secondMs = 1000;
// A request may be on its way a little longer than the one before it.
const windowMs = 1010;
/** So many requests in less than a second show the limit of a second too. */
const manyRequests = 10;
/** A second in which nearly all was sent that was allowed shows that the limit is right, or too high. */
const fullWindow = 0.9;
/** How a limit grows back, each second, to the most that was learned. */
const growth = 1.25;
const firstProbeMs = 60_000;
/** How far a probe goes beyond the most that was learned. */
const probeGrowth = 1.05;

/**
 * Makes a rate. It allows everything until a 429 shows how many requests the server takes in a second: no more are sent from
 * then on, until a minute without a 429 invites to try a few more.
 */
export function createRate(): Rate {
  /** What was sent lately and not refused, or is about to be sent, in order. */
  const sent: Ticket[] = [];
  /** How many requests may leave in a second, and the most that it may grow to. */
  let limit = Number.POSITIVE_INFINITY;
  let most = Number.POSITIVE_INFINITY;
  let grownAt = 0;
  let learnedAt = Number.NEGATIVE_INFINITY;
  /** Since when requests flow without a pause, and whether the flow before was too short to show anything. */
  let flow: { since: number; followsDoubt: boolean } | undefined;
  /** The next attempt to send more than was learned, and what became of the one before. */
  let probe = { at: Number.POSITIVE_INFINITY, everyMs: firstProbeMs, isUnderWay: false };

  function grow(moment: number): void {
    if (limit === Number.POSITIVE_INFINITY) return;
    if (moment >= probe.at) {
      most = most * probeGrowth + 1;
      probe = { ...probe, at: moment + probe.everyMs, isUnderWay: true };
    }
    if (moment - grownAt < secondMs || limit >= most) return;
    limit = Math.min(most, limit * growth + 1);
    grownAt = moment;
  }

  function giveBack(ticket: Ticket): void {
    const place = sent.lastIndexOf(ticket);
    if (place !== -1) sent.splice(place, 1);
  }

  /** How many requests were sent in the second before one, and not refused. */
  function takenBefore(ticket: Ticket): number {
    const place = sent.lastIndexOf(ticket);
    return sent.slice(0, Math.max(place, 0)).filter(({ at }) => at > ticket.at - secondMs).length;
  }

  return {
    giveBack,
    book(earliest) {
      flow ??= { since: earliest, followsDoubt: false };
      grow(earliest);
      const whole = Math.floor(limit);
      const [aSecondAgo, latest] = [sent[sent.length - whole], sent.at(-1)];
      const spacingMs = secondMs / (2 * limit);
      const at = Math.max(earliest, aSecondAgo ? aSecondAgo.at + windowMs : 0, latest ? latest.at + spacingMs : 0);
      while (sent.length > whole || (sent[0]?.at ?? at) < at - 2 * windowMs) sent.shift();
      const ticket = { at };
      sent.push(ticket);
      return ticket;
    },
    learn(ticket, moment, resumesAt) {
      const taken = takenBefore(ticket);
      giveBack(ticket);
      // What was sent before the last lesson was known teaches nothing more.
      if (ticket.at <= learnedAt) return;
      learnedAt = moment;
      grownAt = Math.max(moment, resumesAt);
      const { since, followsDoubt } = flow ?? { since: moment, followsDoubt: false };
      const isLongEnough = ticket.at - since >= secondMs || taken >= manyRequests;
      flow = { since: grownAt, followsDoubt: !isLongEnough };
      probe = { at: grownAt + probe.everyMs, everyMs: probe.everyMs * (probe.isUnderWay ? 2 : 1), isUnderWay: false };
      const isFullWindow = most === Number.POSITIVE_INFINITY ? isLongEnough : taken >= fullWindow * limit;
      if (isFullWindow) most = Math.max(1, taken);
      // Refused at the very beginning: the pause may be all that the server wants. The next time, begin slowly.
      else if (limit === Number.POSITIVE_INFINITY && !followsDoubt) return;
      const half = limit === Number.POSITIVE_INFINITY ? 0 : limit / 2;
      limit = Math.max(1, Math.min(most, Math.max(taken, half)));
    },
    perSecond: () => (limit === Number.POSITIVE_INFINITY ? undefined : Math.floor(limit)),
  };
}
