import { describe, expect, test } from 'vitest';
import { createClientOn } from '../src/index.ts';
import { type ApplyOptions, applyPlan, planDeletion } from '../src/retention.ts';
import { apiKey, rejection, sendWithFetch } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

/** What a platform may fail with: also what nobody can read. */
const thrown: [string, unknown][] = [
  ['an error', new Error('The platform is gone.')],
  ['a text', 'gone'],
  ['nothing', undefined],
  [
    'an error that cannot be read',
    new Proxy(new Error(), {
      get: () => {
        throw new Error('No.');
      },
    }),
  ],
];

/** A plan of three videos, and a client whose platform throws once a deletion was sent. */
async function planned(parts: readonly ('now' | 'elapsed' | 'send' | 'wait')[], what: unknown) {
  const { client, emulator, deletions } = await scene([
    aPackage({ videos: ['a', 'b', 'c'].map((id) => anOldVideo(id)) }),
  ]);
  const plan = await planDeletion(client, rules);
  const isBroken = (part: (typeof parts)[number]) => parts.includes(part) && deletions().length > 0;
  const throws = <Args extends unknown[], Result>(part: (typeof parts)[number], call: (...args: Args) => Result) => {
    return (...args: Args) => {
      if (isBroken(part)) throw what;
      return call(...args);
    };
  };
  const timeless = () => new Promise<void>(() => undefined);
  const platform = {
    send: throws('send', sendWithFetch),
    wait: throws('wait', timeless),
    now: throws('now', Date.now),
    elapsed: throws('elapsed', () => performance.now()),
  };
  const broken = createClientOn(platform, { apiKey: emulator.apiKey, server: emulator.url, maxRetries: 0 });
  return { plan, broken, deletions };
}

describe.each(thrown)('whatever throws after the first deletion, the report comes back: %s', (_, what) => {
  test.each([['now'], ['elapsed'], ['send'], ['wait'], ['now', 'elapsed', 'send', 'wait']] as const)(
    'from %s %s %s %s',
    async (...parts) => {
      const { plan, broken, deletions } = await planned(parts, what);
      const report = await applyPlan(broken, plan, { atOnce: 1 });
      expect(report.videos).toHaveLength(3);
      expect(deletions()).toContain('a');
      expect(report.videos[0]?.outcome).toMatch(/^(deleted|unknown)$/);
    },
  );

  test.each<[string, ApplyOptions]>([
    [
      'onProgress',
      {
        onProgress: () => {
          throw what;
        },
      },
    ],
    [
      'the proof of an archive',
      {
        archive: {
          videos: [],
          prove: () => {
            throw what;
          },
        },
      },
    ],
  ])('from %s', async (_where, options) => {
    const { plan, broken } = await planned([], what);
    expect((await applyPlan(broken, plan, options)).videos).toHaveLength(3);
  });
});

test('what throws before the first deletion ends the run, and nothing was deleted', async () => {
  const { plan, deletions } = await planned([], undefined);
  const now = () => {
    throw new Error('The platform is gone.');
  };
  const broken = createClientOn(
    { send: sendWithFetch, wait: () => new Promise(() => undefined), now },
    { apiKey, server: 'us' },
  );
  expect(await rejection(applyPlan(broken, plan))).toBeInstanceOf(Error);
  expect(deletions()).toEqual([]);
});
