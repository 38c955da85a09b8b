import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Client, createClientOn, type OutgoingRequest } from '../src/index.ts';
import { applyPlan, planDeletion } from '../src/retention.ts';
import { apiKey } from './fixtures.ts';
import { anOldVideo, rules } from './retention-fixtures.ts';
import { virtualTime } from './virtualTime.ts';

const minuteMs = 60_000;

/** How a request goes: how long it takes, the status of its response, 0 where the connection breaks, and how long the machine sleeps then. */
type Turn = { latencyMs: number; status: number; retryAfter: number; sleepMs: number };

const turns = fc.array(
  fc.record({
    latencyMs: fc.oneof(fc.nat(900), fc.nat(50_000)),
    status: fc.constantFrom(200, 200, 200, 200, 429, 503, 0),
    retryAfter: fc.integer({ min: 1, max: 59 }),
    sleepMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(90_000) }),
  }),
  { minLength: 4, maxLength: 40 },
);

const swift: Turn = { latencyMs: 10, status: 200, retryAfter: 1, sleepMs: 0 };

/** An API in virtual time that takes its turns, and notes how old what decided about each deletion was as that left. */
function scene(packages: number, videosEach: number) {
  const time = virtualTime();
  const never = new AbortController().signal;
  const isGone = new Set<string>();
  /** By package and operation, when the latest one was asked for that has its response. */
  const asked = new Map<string, number>();
  const agesMs: number[] = [];
  let script: readonly Turn[] = [];
  let turn = 0;
  let slept = 0;
  const now = () => time.now() + slept;

  const old = '2020-01-01T00:00:00Z';
  const details = (packageId: string) => ({ packageId, state: 'executed', timeCreated: old, timeExecuted: old });
  const shown = (id: string) => anOldVideo(id, isGone.has(id) ? { state: 'deleted' } : {});
  const items = Array.from({ length: packages }, (_, place) => details(`p${place}`));
  const idsIn = (packageId: string) => Array.from({ length: videosEach }, (_, place) => `${packageId}-v${place}`);

  function responseTo(packageId: string, operation: string, body: string): object {
    if (packageId === 'list') return { items, total: packages, take: 50, skip: 0 };
    if (operation === '') return details(packageId);
    if (operation === 'videos') return { packageId, videos: idsIn(packageId).map(shown) };
    const { meetingVideoId }: { meetingVideoId: string } = JSON.parse(body);
    isGone.add(meetingVideoId);
    return { packageId, videos: [shown(meetingVideoId)] };
  }

  async function send({ url, body = '{}' }: OutgoingRequest) {
    const [packageId = '', ...rest] = url.slice(url.indexOf('/packages/') + '/packages/'.length).split('/');
    const operation = rest.join('/');
    const askedAt = now();
    const decided = ['', 'videos'].map((each) => asked.get(`${packageId} ${each}`) ?? 0);
    if (operation === 'videos/delete') agesMs.push(askedAt - Math.min(...decided));
    const { latencyMs, status, retryAfter, sleepMs } = script[turn++] ?? swift;
    const response = status === 200 ? responseTo(packageId, operation, body) : { error: 'x', message: 'x' };
    await time.wait(latencyMs, never);
    // Timers and the monotonic clock stand still meanwhile.
    slept += sleepMs;
    if (status === 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    if (status === 200) asked.set(`${packageId} ${operation}`, askedAt);
    const headers = new Headers({ date: new Date(now()).toUTCString(), 'retry-after': `${retryAfter}` });
    return { status, headers, text: async () => JSON.stringify(response) };
  }

  const { elapsed, random, wait } = time;
  const client = createClientOn(
    { send, wait, now, elapsed, random },
    { apiKey, server: 'https://api.example.com/api/v1', timeoutMs: 100_000, maxRetries: 9 },
  );
  const follow = (given: readonly Turn[]) => {
    script = given;
    turn = 0;
  };
  return { client, time, agesMs, follow };
}

type Way = {
  name: string;
  packages: number;
  videosEach: number;
  run: (client: Client, fail: () => void) => Promise<unknown>;
};

const onlyIf = { retentionOver: true, olderThan: { years: 1, since: 'executed' } } as const;
const deleteFirst = (client: Client, place: number) =>
  client.videos.delete({ packageId: `p${place}`, meetingVideoId: `p${place}-v0` }, { onlyIf });

/** Every way of a deletion that something decides about. */
const ways: Way[] = [
  {
    name: 'delete with onlyIf',
    packages: 1,
    videosEach: 1,
    run: (client, fail) => {
      fail();
      return deleteFirst(client, 0);
    },
  },
  {
    name: 'several calls of delete with onlyIf, which take turns after a 429',
    packages: 4,
    videosEach: 1,
    run: (client, fail) => {
      fail();
      return Promise.allSettled([0, 1, 2, 3].map((place) => deleteFirst(client, place)));
    },
  },
  ...[1, 4].map((atOnce) => ({
    name: `an apply, ${atOnce} at once`,
    packages: 3,
    videosEach: 2,
    run: async (client: Client, fail: () => void) => {
      const plan = await planDeletion(client, rules);
      fail();
      return applyPlan(client, plan, { atOnce, stopAfterFailures: false });
    },
  })),
];

test.each(ways)(
  'what decides about a deletion is at most a minute old when that leaves, at every attempt: $name',
  async ({ packages, videosEach, run }) => {
    let late = 0;
    await fc.assert(
      fc.asyncProperty(turns, async (script) => {
        const { client, time, agesMs, follow } = scene(packages, videosEach);
        await time.until(run(client, () => follow(script)).catch(() => undefined));
        late += agesMs.filter((ageMs) => ageMs > minuteMs / 2).length;
        expect(agesMs.filter((ageMs) => ageMs > minuteMs)).toEqual([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 10_000 },
    );
    // Else the turns would prove nothing.
    expect(late).toBeGreaterThan(0);
  },
);
