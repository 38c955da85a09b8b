import type { Call, End, StoredPlan } from './call.ts';
import { callOf, make } from './calls.ts';
import type { ClientModule } from './clientModule.ts';
import { createClock, settled } from './clock.ts';
import { labelFields } from './labels.ts';
import { createLaw } from './law.ts';
import { startMachine } from './machine.ts';
import { createNetwork, type Surroundings } from './network.ts';
import type { Package } from './packages.ts';
import { stored } from './plans.ts';
import { longestWaitMs, type Process, startProcess, waitIn } from './process.ts';
import type { Act, CallPlan, ClientPlan, Program } from './program.ts';
import type { Violation } from './rules.ts';
import { baseUrl, createServer, recorded } from './server.ts';
import { dayMs, firstMoment, hourMs } from './time.ts';
import { traceLine, words } from './trace.ts';
import { aVideo, entryOf, type Video } from './world.ts';

/**
 * Runs a program to its end, or to the first step that breaks the law.
 *
 * @param trace Is told of each step, in words.
 * @returns The violation, if there is one.
 */
export async function simulate(
  program: Program,
  { createClientOn, IinkedSignError, ...retention }: ClientModule,
  trace?: (line: string) => void,
): Promise<Violation | undefined> {
  const clock = createClock(firstMoment);
  const note: Surroundings['note'] = (actor, text) => trace?.(traceLine(clock.now() - firstMoment, actor, text()));
  const packages = packagesOf(program);
  const atFirst = new Map(packages.flatMap(({ videos }) => videos.map((video) => [video.id, entryOf(video)])));
  const law = createLaw(packages, (error) => error instanceof IinkedSignError);
  const surroundings: Surroundings = {
    clock,
    server: createServer(program.server, packages),
    law,
    sendsDate: program.server.sendsDate,
    note,
  };
  const plans: StoredPlan[] = [];
  let count = 0;

  /** Goes through the steps of a client, in one process after the other. */
  async function live({ skewMs, dice, steps }: ClientPlan, name: string): Promise<void> {
    const random = randomFrom(dice);
    const machine = startMachine(clock, skewMs);
    const begin = () => {
      const process = startProcess(name, `k3y/+of "${name}"`, machine);
      const platform = {
        send: createNetwork(process, surroundings),
        wait: waitIn(process, law),
        now: () => machine.read().wall,
        elapsed: () => machine.read().monotonic,
        random,
      };
      const onAttempt = (event: object) => {
        law.observed(process.apiKey, event);
        throw new Error('An observer may fail.');
      };
      return { process, client: createClientOn(platform, { apiKey: process.apiKey, server: baseUrl, onAttempt }) };
    };
    let { process, client } = begin();
    for (const step of steps) {
      await new Promise<void>((resolve) => machine.after(step.pauseMs, resolve));
      if (!process.isAlive) {
        note(name, () => 'died; a new process goes on');
        ({ process, client } = begin());
      }
      count += 1;
      const { apiKey } = process;
      const begun = { number: count, apiKey, startMs: clock.now(), began: machine.read(), machine };
      const call = callOf(step, { ...begun, packages, atFirst, plans });
      process.call = call;
      note(name, () => `calls     ${words.call(call)}`);
      abortOnTime(call);
      limitTime(process, call);
      const settledEnd = make({ client, ...retention }, call, packages).then(
        (result): End => ({ result }),
        (error: unknown): End => ({ error }),
      );
      const end = await Promise.race([settledEnd, process.death]);
      if (end) finish(process, call, end);
    }
  }

  function abortOnTime({ signal, plan, machine }: Call): void {
    const { abortAfterMs = 0 } = plan;
    if (abortAfterMs === 0) signal?.abort();
    else if (signal) machine.after(abortAfterMs, signal.abort);
  }

  function limitTime(process: Process, call: Call): void {
    process.machine.after(longestMs(call.plan), () => {
      if (!call.end && process.isAlive) law.violate('ends', 'A call did not end within its limits.');
    });
  }

  function finish(process: Process, call: Call, end: End): void {
    call.end = end;
    note(process.name, () => `ends      ${words.end(end)}`);
    law.ended(call);
    const { retention } = call.plan;
    if (call.plan.kind === 'plan' && retention && 'result' in end) {
      plans.push(stored(call, retention, Object(end.result)));
    }
    if (call.plan.kind === 'apply' && call.approved && !call.isDryRun && 'result' in end) {
      const struck = call.approvals.map((each) => each.struck);
      call.approved.reports.push({ json: JSON.stringify(end.result), hold: call.hold, struck });
    }
    if (process.timers.size > 0) law.violate('ends', 'A call left a timer behind.');
    if (process.open.size > 0) law.violate('ends', 'A call left a request behind.');
    if (call.signal?.listeners()) law.violate('ends', 'A call left a listener behind.');
  }

  for (const other of program.others) clock.after(other.atMs, () => interfere(other, packages, clock.now(), note));
  for (const [index, plan] of program.clients.entries()) {
    live(plan, `client ${index + 1}`).catch((error: unknown) => law.violate('ends', `It broke: ${String(error)}`));
  }
  await settled();
  while (!law.violation() && (await clock.advance())) {}
  return law.violation();
}

/** No run of a plan takes longer: a handful of requests, each of which may be made and waited for several times. */
const longestRunMs = 2 * hourMs;

/** The latest moment at which a call may end, after its beginning. */
function longestMs(plan: CallPlan): number {
  const { kind, options, abortAfterMs = Number.POSITIVE_INFINITY } = plan;
  // A raw call takes no options.
  const limits = kind === 'raw' ? {} : options;
  const { timeoutMs = 30_000, maxRetries = 2, totalTimeoutMs = Number.POSITIVE_INFINITY } = limits;
  // The list that a condition needs, the deletion, and the list that settles it. A last attempt has a millisecond at least.
  // Each attempt may wait for its turn as well.
  const phases = 3 * ((maxRetries + 1) * (timeoutMs + longestWaitMs) + maxRetries * longestWaitMs);
  // What an apply has under way when it is aborted ends by itself: an attempt, and the lists that settle it.
  if (kind === 'apply') return Math.min(longestRunMs, abortAfterMs + phases) + 1;
  return Math.min(plan.retention ? longestRunMs : phases, totalTimeoutMs, abortAfterMs) + 1;
}

function packagesOf({ packages }: Program): Package[] {
  let shared: Video[] = [];
  return packages.map(({ videos, ageMs, executedMs, retentionInMs, labels, ...described }, at) => {
    // The second one has an id that a path must encode.
    const id = at === 0 ? 'p1' : `p/${at + 1} %41`;
    const made = videos.map(({ ageMs, retentionInMs, isShared, ...video }, index) => ({
      isShared,
      video: aVideo({
        ...video,
        id: `${id}-v${index + 1}`,
        created: firstMoment - ageMs,
        retention: inTime(retentionInMs),
      }),
    }));
    const listed = [...made.map(({ video }) => video), ...shared];
    shared = made.filter(({ isShared }) => isShared).map(({ video }) => video);
    const oldest = Math.min(...made.map(({ video }) => video.created), firstMoment - ageMs);
    return {
      ...described,
      id,
      name: `Package ${at + 1}`,
      videos: listed,
      // No video is older than its package.
      created: oldest,
      executed: typeof executedMs === 'number' ? firstMoment - executedMs : executedMs,
      retention: inTime(retentionInMs),
      labels: { ...labels },
      isGone: false,
      leftMs: undefined,
    };
  });
}

function inTime(milliseconds: Video['retention']): Video['retention'] {
  return typeof milliseconds === 'number' ? firstMoment + milliseconds : milliseconds;
}

const actsOnVideos: readonly Act[] = ['delete', 'retain', 'change', 'share'];

const actsOnPackages: readonly Act[] = ['rename', 'reopen', 'execute', 'retainPackage', 'refile', 'deletePackage'];

/** What other people do. */
function interfere(
  { act, package: at, video: index }: Program['others'][number],
  packages: Package[],
  now: number,
  note: Surroundings['note'],
): void {
  const place = packages[at % packages.length];
  if (!place) return;
  const video = place.videos[index % Math.max(1, place.videos.length)];
  note('somebody', () => `${act}: ${actsOnVideos.includes(act) ? (video?.id ?? 'nothing') : place.id}`);
  if (act === 'record') place.videos.push(recorded(place, now));
  if (act === 'rename') place.name += ' (renamed)';
  if (act === 'reopen') {
    place.state = 'open';
    place.isExecuted = false;
  }
  if (act === 'execute') place.executed = now;
  if (act === 'retainPackage') place.retention = now + 400 * dayMs;
  const field = labelFields[index % labelFields.length];
  if (act === 'refile' && field) place.labels[field] = place.labels[field] === 'held' ? 'other' : 'held';
  if (act === 'deletePackage') {
    place.isGone = true;
    for (const each of place.videos) each.isDeleted = true;
  }
  if (actsOnPackages.includes(act)) place.leftMs = now;
  if (!video) return;
  if (act === 'delete') video.isDeleted = true;
  if (act === 'retain') video.retention = now + 400 * dayMs;
  if (act === 'change') video.size += 1;
  const other = packages[(at + 1) % packages.length];
  if (act === 'share' && !other?.videos.includes(video)) other?.videos.push(video);
}

/** Random numbers that are always the same for the same beginning (mulberry32). */
function randomFrom(beginning: number): () => number {
  let state = beginning;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
