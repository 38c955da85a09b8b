import type { IncomingResponse, OutgoingRequest, Send } from 'iinked-sign';
import type { Arrived, Call } from './call.ts';
import type { Clock } from './clock.ts';
import { carriedOn, newestOf, whyNotFresh } from './freshness.ts';
import type { Law } from './law.ts';
import { type LieName, lied, lieNames } from './lies.ts';
import type { Process } from './process.ts';
import type { Beside, DateFault, Fate, FateKind } from './program.ts';
import { type Asked, askedBy, type Reply, type Server } from './server.ts';
import { firstMoment, yearMs } from './time.ts';
import { words } from './trace.ts';

/** What becomes of one request: how often it reaches the server, whether it is carried out, and how it ends. */
type Course = { arrives: 0 | 1 | 2; takesEffect: boolean; ends: End };

type End =
  | { how: 'reply' | 'html' | 'cut' | 'silence' | 'death' }
  | { how: 'broken'; code: 'ECONNREFUSED' | 'ECONNRESET' }
  | { how: 'status'; status: number; retryAfter: string | undefined }
  | { how: 'redirect'; status: number; isFollowed: boolean }
  | { how: 'lie'; name: LieName };

/** What each fate means. A status that says "not carried out" is believed, so the server sends it in no other case. */
const courses: Record<FateKind, (variant: number) => Course> = {
  fine: () => ({ ...carriedOut, ends: { how: 'reply' } }),
  refused: () => ({ ...neverThere, ends: { how: 'broken', code: 'ECONNREFUSED' } }),
  lostBefore: () => ({ ...neverThere, ends: { how: 'broken', code: 'ECONNRESET' } }),
  lostAfter: () => ({ ...carriedOut, ends: { how: 'broken', code: 'ECONNRESET' } }),
  failsBefore: (variant) => ({ ...ignored, ends: status(variant, failures) }),
  failsAfter: (variant) => ({ ...carriedOut, ends: status(variant, failures) }),
  limited: (variant) => ({ ...ignored, ends: status(variant, [429]) }),
  rejected: (variant) => ({ ...ignored, ends: status(variant, [401, 403, 400]) }),
  htmlBefore: () => ({ ...ignored, ends: { how: 'html' } }),
  htmlAfter: () => ({ ...carriedOut, ends: { how: 'html' } }),
  cut: () => ({ ...carriedOut, ends: { how: 'cut' } }),
  redirect: (variant) => ({ ...ignored, ends: redirect(variant) }),
  lie: (variant) => ({ ...either(variant), ends: { how: 'lie', name: pick(lieNames, variant >> 1) } }),
  twice: () => ({ arrives: 2, takesEffect: true, ends: { how: 'reply' } }),
  silence: (variant) => ({ ...either(variant), ends: { how: 'silence' } }),
  death: (variant) => ({ ...either(variant), ends: { how: 'death' } }),
};

const carriedOut = { arrives: 1, takesEffect: true } as const;
const ignored = { arrives: 1, takesEffect: false } as const;
const neverThere = { arrives: 0, takesEffect: false } as const;
const failures = [500, 408, 421, 425, 502, 503, 504] as const;

function either(variant: number): typeof carriedOut | typeof ignored {
  return variant % 2 === 0 ? carriedOut : ignored;
}

function status(variant: number, statuses: readonly [number, ...number[]]): End {
  return {
    how: 'status',
    status: pick(statuses, variant),
    retryAfter: pick([undefined, '0', '2', '90', '50', '50', '50', '2'], variant >> 3),
  };
}

function redirect(variant: number): End {
  return { how: 'redirect', status: pick([302, 307, 308, 301], variant >> 1), isFollowed: variant % 2 === 1 };
}

function pick<T>(values: readonly [T, ...T[]], variant: number): T {
  return values[variant % values.length] ?? values[0];
}

/** Whether a fate leaves open, for the sender, if the request was carried out. */
function leavesOpen({ kind }: Fate): boolean {
  return kind !== 'refused' && kind !== 'limited' && kind !== 'rejected';
}

const fine: Fate = { kind: 'fine', thereMs: 1, backMs: 1, variant: 0 };

/** What the network needs to know of the simulation that it is part of. */
export type Surroundings = {
  clock: Clock;
  server: Server;
  law: Law;
  sendsDate: boolean;
  note: (actor: string, text: () => string) => void;
};

/** Makes the network of one process: what its client sends with. */
export function createNetwork(process: Process, { clock, server, law, sendsDate, note }: Surroundings): Send {
  /** Lets the request arrive, perhaps twice, and gives the reply that goes back. */
  async function reach(call: Call, asked: Asked, fate: Fate, { arrives, takesEffect }: Course): Promise<Reply> {
    const arrive = () => {
      if (!takesEffect) return nothing;
      if (asked.what === 'deleteAll') law.delivered(call);
      return server.carryOut(asked, (packageId, { id }) => {
        note('server', () => `${id} is deleted`);
        law.deleted(call, packageId, id);
      });
    };
    if (arrives === 0) return nothing;
    await clock.sleep(fate.thereMs);
    const first = arrive();
    if (arrives === 1) return first;
    const isSecondHeard = fate.variant % 2 === 1;
    const second = clock.sleep(fate.variant % 4 === 2 ? 40_000 : 10).then(arrive);
    if (!isSecondHeard) return first;
    if (asked.what === 'delete' && (await second).status === 404) call.hidden.add(asked.meetingVideoId);
    return second;
  }

  /** What a cache on the way responds in the server's place, if one does. */
  function copyFor(asked: Asked, beside: Beside | undefined, isUncached: boolean): Copy | undefined {
    if (asked.what !== 'list' || beside?.what !== 'cache' || (beside.isObedient && isUncached)) return undefined;
    const reply = server.listAtFirst(asked.packageId);
    return reply && { reply, agedMs: clock.now() - firstMoment + beside.agedMs };
  }

  /** The headers by which a response can be dated, and what they say. */
  function stampOf(now: number, beside: Beside | undefined, agedMs: number | undefined): Stamp {
    const isCopy = agedMs !== undefined && beside?.what === 'cache';
    const isOld = isCopy && beside.shows !== 'age';
    const time = wholeSeconds(isOld ? now - agedMs : now);
    const age = isCopy && beside.shows !== 'date' ? wholeSeconds(agedMs) / 1000 : undefined;
    const dated = sendsDate ? datedBy(time, beside?.what === 'date' ? beside.how : undefined) : {};
    return {
      date: dated.time,
      age,
      headers: {
        ...(dated.text !== undefined && { date: dated.text }),
        ...(age !== undefined && { age: String(age) }),
      },
    };
  }

  async function carry(request: OutgoingRequest, call: Call): Promise<IncomingResponse> {
    const asked = askedBy(request);
    const left = process.machine.read();
    const fate = call.fates.shift() ?? fine;
    const course = courses[fate.kind](fate.variant);
    const { ends } = course;
    const { beside } = fate;
    // What must not be sent twice is not, as long as the client says so.
    const isTwice = course.arrives === 2 && !request.sendOnce;
    if (asked.what === 'deleteAll' && leavesOpen(fate)) call.mayHaveLanded = true;
    if (fate.kind !== 'fine' || beside || fate.thereMs + fate.backMs > 10) call.isDisturbed = true;
    note(process.name, () => words.request(request, fate, ends));
    if (beside?.what === 'sleeps' || beside?.what === 'isSet') {
      clock.after(beside.inMs, () => {
        note(process.name, () => words.mishap(beside));
        process.machine.suffer(beside);
      });
    }

    const isUncached = request.headers['cache-control'] === 'no-cache';
    const copy = copyFor(asked, beside, isUncached);
    const once = isTwice || course.arrives !== 2 ? course : ({ ...course, arrives: 1 } as const);
    const reply = copy?.reply ?? (await reach(call, asked, fate, once));
    const stamp = stampOf(clock.now(), beside, copy?.agedMs);
    if (ends.how === 'death') process.die();
    if (ends.how === 'silence' || !process.isAlive) return never;
    await clock.sleep(fate.backMs);
    await process.machine.awake();
    if (!process.isAlive) return never;

    const echo = fate.variant >= 32 ? ` The request: api_key: ${process.apiKey}` : '';
    if (ends.how === 'broken') throw broken(ends.code, echo);
    const arrived = arrivedFrom(ends, reply, asked, echo, server);
    note(process.name, () => words.response(arrived));
    return {
      status: arrived.status,
      redirected: arrived.wasRedirected,
      headers: { get: (name) => arrived.headers[name] ?? stamp.headers[name] ?? null },
      text: async () => {
        if (ends.how === 'cut') throw broken('UND_ERR_SOCKET', echo);
        const read = process.machine.read();
        const { date, age } = stamp;
        const heard = { ...arrived, asked, isUncached, left, read, date, age, newest: carriedOn(process.newest, read) };
        // What nothing tells from the truth is as good as a lie.
        call.heard.push({ ...heard, isLie: arrived.isLie || (copy !== undefined && !whyNotFresh(heard)) });
        if (!arrived.wasRedirected) process.newest = newestOf(process.newest, date, read);
        return arrived.text;
      },
    };
  }

  return (request) =>
    new Promise((resolve, reject) => {
      const { call } = process;
      if (!process.isAlive) return;
      if (!call) throw new Error('A request left while no call was under way.');
      law.leaves(call, request);
      process.open.add(request);
      const abort = () => {
        process.open.delete(request);
        reject(request.signal.reason);
      };
      request.signal.addEventListener('abort', abort, { once: true });
      carry(request, call)
        .finally(() => process.open.delete(request))
        .then(resolve, reject);
    });
}

/** A list that a cache kept, and how old it is. */
type Copy = { reply: Reply; agedMs: number };

/** How a response is dated: what a reader can know by its headers, and the headers themselves. */
type Stamp = { date: number | undefined; age: number | undefined; headers: Record<string, string> };

function datedBy(time: number, fault: DateFault['how'] | undefined): { text?: string; time?: number } {
  const written = (at: number) => new Date(at).toUTCString();
  const later = time + 2 * yearMs;
  switch (fault) {
    case undefined:
      return { text: written(time), time };
    case 'ahead':
      return { text: written(later), time: later };
    case 'twice':
      return { text: `${written(time)}, ${written(time)}` };
    case 'twiceFarApart':
      return { text: `${written(later)}, ${written(time)}` };
    case 'unreadable':
      return { text: 'yesterday' };
    case 'none':
      return {};
  }
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}

const never = new Promise<never>(() => {});
const nothing: Reply = { status: 200, json: {} };

/** What arrives when a reply went back and met its end. */
function arrivedFrom(ends: End, reply: Reply, asked: Asked, echo: string, { packages }: Server): Arrived {
  const plain = { headers: {}, wasRedirected: false, isLie: false };
  switch (ends.how) {
    case 'status': {
      const headers = {
        ...(ends.retryAfter !== undefined && { 'retry-after': ends.retryAfter }),
        'x-request-id': `r1${echo}`,
      };
      const failed: Reply = {
        status: ends.status,
        json: { error: 'video_exception', message: `Something failed.${echo}` },
      };
      return { ...plain, ...written(failed), headers };
    }
    case 'html':
      return { ...plain, status: 200, text: `<h1>Sign in</h1>${echo}`, reply };
    case 'redirect': {
      const status = ends.isFollowed ? 200 : ends.status;
      const elsewhere = { ...lied('all videos deleted', reply, packages, asked), status };
      const headers = { location: 'https://elsewhere.example.net/sign-in' };
      return { ...plain, ...written(elsewhere), headers, wasRedirected: ends.isFollowed, isLie: true };
    }
    case 'lie':
      return { ...plain, ...written(lied(ends.name, reply, packages, asked)), isLie: true };
    default:
      return { ...plain, ...written(reply) };
  }
}

function written(reply: Reply): Pick<Arrived, 'status' | 'text' | 'reply'> {
  return { status: reply.status, text: JSON.stringify(reply.json), reply };
}

/** What a runtime throws when a connection fails. */
function broken(code: string, echo: string): Error {
  const cause = Object.assign(new Error(`${code}.${echo}`), { code });
  return new TypeError('fetch failed', { cause });
}
