import { describe, expect, test } from 'vitest';
import {
  type Attempt,
  createClientOn,
  type IncomingResponse,
  type OutgoingRequest,
  type Platform,
} from '../src/index.ts';
import { type ApplyOptions, applyPlan, auditPlan, planDeletion, verifyDocument } from '../src/retention.ts';
import { apiKey, untyped } from './fixtures.ts';
import { anOldVideo } from './retention-fixtures.ts';

const packageIds = ['lease', 'will'];
const videos = packageIds.flatMap((packageId) =>
  ['a', 'b'].map((end) => ({ packageId, meetingVideoId: `${packageId}-${end}` })),
);
const rules = { packages: { packageIds }, olderThan: { years: 1 }, limits: { videos: 10 } };
const archive = { videos: videos.map((video) => ({ ...video, size: 1000, sha256: '0'.repeat(64) })) };

/** What something throws. */
type Thrower = () => never;
type Parts = { [Part in keyof Platform]-?: NonNullable<Platform[Part]> };
/** What stands in for the parts that break. */
type Broken = Partial<Parts> & { onAttempt?: (attempt: Attempt) => unknown; options?: ApplyOptions };

const throwing = (error: unknown): Thrower => {
  return () => {
    throw error;
  };
};
const rejecting = (thrower: Thrower) => async () => thrower();

/** What throws at every look that is taken at it. */
const unlookable = new Proxy(Object.create(null), {
  get: throwing(new Error('get')),
  has: throwing(new Error('has')),
  getPrototypeOf: throwing(new Error('getPrototypeOf')),
  ownKeys: throwing(new Error('ownKeys')),
});

const thrown: Record<string, unknown> = {
  'an error': new Error('It broke.'),
  'an error without words': new Error(''),
  'an error whose message is no string': Object.assign(new Error(), { message: { broken: true } }),
  'an error whose message throws': Object.defineProperty(new Error(), 'message', { get: throwing('no') }),
  'half a character': '\uD800',
  undefined: undefined,
  'a symbol': Symbol('broken'),
  'an object without a prototype': Object.create(null),
  'what throws at every look': unlookable,
};

/** A response of which a part throws. */
const responseWith = (part: string, value: PropertyDescriptor): Platform['send'] => {
  const whole: IncomingResponse = { status: 200, headers: new Headers(), text: async () => '{}' };
  return async () => Object.defineProperty(whole, part, value);
};

/** A signal that does as it should until it is broken. */
function signalThat(
  isBroken: () => boolean,
  breaks: Partial<Record<'aborted' | 'addEventListener' | 'removeEventListener', Thrower>>,
) {
  const { signal } = new AbortController();
  return {
    get aborted() {
      if (isBroken()) breaks.aborted?.();
      return false;
    },
    addEventListener: (type: 'abort', listener: () => void) => {
      if (isBroken()) breaks.addEventListener?.();
      signal.addEventListener(type, listener);
    },
    removeEventListener: (type: 'abort', listener: () => void) => {
      if (isBroken()) breaks.removeEventListener?.();
      signal.removeEventListener(type, listener);
    },
  };
}

/** Each part that can break, and how it does. Options look for themselves whether it is time. */
const breakages: Record<string, (thrower: Thrower, isBroken: () => boolean) => Broken> = {
  'the clock': (thrower) => ({ now: thrower }),
  'the clock that nobody sets': (thrower) => ({ elapsed: thrower }),
  'both clocks': (thrower) => ({ now: thrower, elapsed: thrower }),
  'the dice': (thrower) => ({ random: thrower }),
  'a wait, at once': (thrower) => ({ wait: thrower }),
  'a wait, later': (thrower) => ({ wait: rejecting(thrower) }),
  'the wait that a 429 asks for': (thrower) => ({
    wait: (milliseconds) => (milliseconds === timeoutMs ? new Promise(() => undefined) : thrower()),
    send: async () => ({ status: 429, headers: new Headers({ 'retry-after': '1' }), text: async () => '{}' }),
  }),
  'the transport, before it sends': (thrower) => ({ send: thrower }),
  'the transport, once it has sent': (thrower) => ({ send: rejecting(thrower) }),
  'the status of a response': (thrower) => ({ send: responseWith('status', { get: thrower }) }),
  'the headers of a response': (thrower) => ({ send: responseWith('headers', { value: { get: thrower } }) }),
  'the text of a response': (thrower) => ({ send: responseWith('text', { value: rejecting(thrower) }) }),
  'everything of the platform': (thrower) => ({
    now: thrower,
    elapsed: thrower,
    random: thrower,
    wait: thrower,
    send: thrower,
  }),
  onAttempt: (thrower) => ({ onAttempt: thrower }),
  'onProgress, at once': (thrower, isBroken) => ({ options: { onProgress: () => isBroken() && thrower() } }),
  'onProgress, later': (thrower, isBroken) => ({ options: { onProgress: async () => isBroken() && thrower() } }),
  'the proof of a copy': (thrower, isBroken) => ({
    options: { archive: { ...archive, prove: async () => !isBroken() || thrower() } },
  }),
  'a signal that is asked': (aborted, isBroken) => ({ options: { signal: signalThat(isBroken, { aborted }) } }),
  'a signal that gets a listener': (addEventListener, isBroken) => ({
    options: { signal: signalThat(isBroken, { addEventListener }) },
  }),
  'a signal that loses its listener': (removeEventListener, isBroken) => ({
    options: { signal: signalThat(isBroken, { removeEventListener }) },
  }),
};

const timeoutMs = 29_999;

/** A server without a network, and a client of it of which a part breaks at a moment. */
function scene(moment: string, breaks: (isBroken: () => boolean) => Broken) {
  const gone = new Set<string>();
  let ended = 0;
  let isBroken = moment === 'the beginning';
  const reach = (what: string) => {
    isBroken ||= what === moment;
  };

  function responseTo({ url, body = '{}' }: OutgoingRequest): unknown {
    const [packageId = '', end] = url.split('/packages/')[1]?.split('/videos') ?? [];
    const listed = (id: string) => anOldVideo(id, gone.has(id) ? { state: 'deleted' } : {});
    if (end === undefined) return { packageId, state: 'executed' };
    if (end === '') {
      const inPackage = videos.filter((video) => video.packageId === packageId);
      return { packageId, videos: inPackage.map(({ meetingVideoId }) => listed(meetingVideoId)) };
    }
    const { meetingVideoId }: { meetingVideoId: string } = JSON.parse(body);
    gone.add(meetingVideoId);
    reach(`deletion ${gone.size} arrived`);
    return { packageId, videos: [listed(meetingVideoId)] };
  }

  const whole: Parts = {
    send: async (request) => {
      const text = JSON.stringify(responseTo(request));
      return { status: 200, headers: new Headers({ date: new Date().toUTCString() }), text: async () => text };
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds === timeoutMs ? milliseconds : 0);
        signal.addEventListener('abort', () => resolve(clearTimeout(timer)));
      }),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    random: () => Math.random(),
  };
  const { options = {}, onAttempt, ...broken } = breaks(() => isBroken);
  const parts = (): Parts => (isBroken ? { ...whole, ...broken } : whole);
  const platform: Platform = {
    send: (request) => {
      const response = isBroken ? broken.send?.(request) : undefined;
      const arrives = whole.send(request);
      return response ?? arrives;
    },
    wait: (...args) => parts().wait(...args),
    now: () => parts().now(),
    elapsed: () => parts().elapsed(),
    random: () => parts().random(),
  };
  const observe = (attempt: Attempt) => {
    if (attempt.effect === 'delete') reach(`deletion ${++ended} ended`);
    return isBroken ? onAttempt?.(attempt) : undefined;
  };
  const settings = { apiKey, server: 'us', timeoutMs } as const;
  return {
    gone,
    options,
    client: createClientOn(platform, { ...settings, onAttempt: observe }),
    healthyClient: createClientOn(whole, settings),
  };
}

describe('whatever throws after the first deletion, the report comes back', () => {
  const moments = ['deletion 1 arrived', 'deletion 1 ended', `deletion ${videos.length} ended`];
  const cases = moments.flatMap((moment) => Object.keys(breakages).map((part) => [moment, part] as const));

  test.each(cases)('%s, and then it is %s', async (moment, part) => {
    for (const [what, error] of Object.entries(thrown)) {
      for (const atOnce of [1, 4]) {
        const breaks = breakages[part];
        if (!breaks) throw new Error(`There is no ${part}.`);
        const { client, healthyClient, gone, options } = scene(moment, (isBroken) => breaks(throwing(error), isBroken));
        const plan = await planDeletion(healthyClient, rules);
        const report = await applyPlan(client, plan, { ...options, atOnce });
        expect(verifyDocument(healthyClient, report), what).toBe('report');
        expect(report.videos.map(({ meetingVideoId }) => meetingVideoId)).toEqual(
          videos.map(({ meetingVideoId }) => meetingVideoId),
        );
        // What reached the server is never said to be untouched.
        for (const { meetingVideoId, outcome, message } of report.videos) {
          expect(message ?? 'Nothing went wrong.').toMatch(/\S/);
          expect([what, meetingVideoId, outcome]).toEqual([
            what,
            meetingVideoId,
            gone.has(meetingVideoId)
              ? expect.stringMatching(/^(deleted|unknown)$/)
              : expect.stringMatching(/^(?!deleted)/),
          ]);
        }
        const { totals } = await auditPlan(healthyClient, plan, { reports: [report] });
        expect(totals).toMatchObject({ deleted: gone.size, missing: 0, unplanned: 0 });
      }
    }
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e20, -1e20, undefined, 'noon', 7n])(
  'a clock that says %s when an apply ends costs no report',
  async (time) => {
    const { client, healthyClient } = scene(`deletion ${videos.length} ended`, () => ({ now: untyped(() => time) }));
    const plan = await planDeletion(healthyClient, rules);
    const report = await applyPlan(client, plan);
    expect(report.totals).toMatchObject({ planned: 4, deleted: 4 });
    expect(report.finishedAt).toBe(report.startedAt);
  },
);

test('what throws before the first deletion ends the run, and nothing was deleted', async () => {
  const { client, healthyClient, gone } = scene('the beginning', () => ({ now: throwing('It broke.') }));
  const plan = await planDeletion(healthyClient, rules);
  await expect(applyPlan(client, plan)).rejects.toBe('It broke.');
  expect([...gone]).toEqual([]);
});
