import type { IncomingResponse, OutgoingRequest, Send } from 'iinked-sign';
import { arrivedFrom, broken } from './arrivals.ts';
import type { Call } from './call.ts';
import type { Clock } from './clock.ts';
import { type Course, courses, fine, leavesOpen } from './courses.ts';
import { carriedOn, newestOf, whyNotFresh } from './freshness.ts';
import type { Law } from './law.ts';
import type { Process } from './process.ts';
import type { Beside, Fate } from './program.ts';
import { type Asked, askedBy, type Reply, type Server } from './server.ts';
import { stampOf } from './stamp.ts';
import { firstMoment } from './time.ts';
import { words } from './trace.ts';

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
  function copyFor(asked: Asked, beside: Beside | undefined, isUncached: boolean) {
    if (beside?.what !== 'cache' || (beside.isObedient && isUncached)) return undefined;
    const reply = server.readAtFirst(asked);
    return reply && { reply, agedMs: clock.now() - firstMoment + beside.agedMs };
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
    const stamp = stampOf({ now: clock.now(), sendsDate }, beside, copy?.agedMs);
    if (ends.how === 'death') process.die();
    if (ends.how === 'silence' || !process.isAlive) return never;
    await clock.sleep(fate.backMs);
    await process.machine.awake();
    if (!process.isAlive) return never;

    const echo = fate.variant >= 32 ? ` The request: api_key: ${process.apiKey}` : '';
    if (ends.how === 'broken') throw broken(ends.code, echo, fate.variant);
    const arrived = arrivedFrom(ends, reply, asked, echo, server);
    note(process.name, () => words.response(arrived));
    const hear = () => {
      const read = process.machine.read();
      const { date, age } = stamp;
      const heard = { ...arrived, asked, isUncached, left, read, date, age, newest: carriedOn(process.newest, read) };
      // What nothing tells from the truth is as good as a lie.
      call.heard.push({ ...heard, isLie: arrived.isLie || (copy !== undefined && !whyNotFresh(heard)) });
      if (ends.how !== 'redirect') process.newest = newestOf(process.newest, date, read);
    };
    // Nobody reads on after a redirect.
    if (ends.how === 'redirect') hear();
    return {
      status: arrived.status,
      redirected: arrived.wasRedirected,
      headers: { get: (name) => arrived.headers[name] ?? stamp.headers[name] ?? null },
      text: async () => {
        if (ends.how === 'cut') throw broken('UND_ERR_SOCKET', echo, fate.variant);
        if (ends.how !== 'redirect') hear();
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

const never = new Promise<never>(() => {});
const nothing: Reply = { status: 200, json: {} };
