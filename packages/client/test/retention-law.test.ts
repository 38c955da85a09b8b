import fc from 'fast-check';
import type { Fault } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import type { MeetingVideo } from '../src/index.ts';
import { type ApplyReport, applyPlan, auditPlan, type DeletionPlan, planDeletion } from '../src/retention.ts';
import { anOldVideo, aPackage, rules, type Scene, scene } from './retention-fixtures.ts';

const hour = 3_600_000;
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const deletedByOthers = { state: 'deleted', timeDeleted: '2026-01-01T00:00:00.0000000Z' };

/** Videos as they may be when the plan is made, and what becomes of them in it. */
const kinds = {
  old: { fields: () => ({}), planned: 'delete' },
  retentionOver: { fields: () => ({ timeRetention: fromNow(-hour) }), planned: 'delete' },
  young: { fields: () => ({ timeCreated: fromNow(-364 * 24 * hour) }), planned: 'young' },
  undated: { fields: () => ({ timeCreated: null }), planned: 'undated' },
  retained: { fields: () => ({ timeRetention: fromNow(hour) }), planned: 'underRetention' },
  queued: { fields: () => ({ state: 'queued' }), planned: 'state' },
  stateless: { fields: () => ({ state: null }), planned: 'state' },
  deleted: { fields: () => deletedByOthers, planned: 'alreadyDeleted' },
} as const satisfies Record<string, { fields: () => Partial<MeetingVideo>; planned: string }>;

/** What others do to a planned video before it is deleted, and what an apply then says of it. */
const changes = {
  nothing: { fields: () => ({}), expected: 'deleted' },
  newLink: { fields: () => ({ source: 'other', externalVideoId: 'x' }), expected: 'deleted' },
  deleted: { fields: () => deletedByOthers, expected: 'alreadyDeleted' },
  retained: { fields: () => ({ timeRetention: fromNow(hour) }), expected: 'underRetention' },
  retentionSet: { fields: () => ({ timeRetention: fromNow(-2 * hour) }), expected: 'changed' },
  recordedAgain: { fields: () => ({ timeCreated: '2019-01-01T00:00:00Z', duration: 'PT1S' }), expected: 'changed' },
  resized: { fields: () => ({ size: 7 }), expected: 'changed' },
  queued: { fields: () => ({ state: 'queued' }), expected: 'state' },
} as const satisfies Record<string, { fields: () => Partial<MeetingVideo>; expected: string }>;

type Story = {
  kind: keyof typeof kinds;
  change: keyof typeof changes;
  isHeldInPlan: boolean;
  isHeldNow: boolean;
  isRemoved: boolean;
};
type PackageStory = { videos: Story[]; change: 'nothing' | 'reopened' | 'gone' | 'moreVideos'; isHeldNow: boolean };

const sometimes = fc.nat(9).map((chance) => chance === 0);
const stories = fc.array(
  fc.record<PackageStory>({
    videos: fc.array(
      fc.record<Story>({
        kind: fc.constantFrom<Story['kind'][]>('old', 'old', 'old', ...keysOf(kinds)),
        change: fc.constantFrom<Story['change'][]>('nothing', 'nothing', ...keysOf(changes)),
        isHeldInPlan: sometimes,
        isHeldNow: sometimes,
        isRemoved: sometimes,
      }),
      { maxLength: 5 },
    ),
    change: fc.constantFrom('nothing', 'nothing', 'nothing', 'reopened', 'gone', 'moreVideos'),
    isHeldNow: sometimes,
  }),
  { maxLength: 6 },
);

function keysOf<T extends object>(object: T): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in object) keys.push(key);
  return keys;
}

const nameOf = (place: number, videoPlace: number) => `p${place}-v${videoPlace}`;

/** Makes the packages of stories, plans with an own idea of what the plan must be, and lets others change things. */
async function told(packages: PackageStory[], deletedVideos: 'listed' | 'hidden' = 'listed') {
  const made = await scene(
    packages.map(({ videos }, place) =>
      aPackage({
        packageId: `p${place}`,
        videos: videos.map(({ kind }, videoPlace) => anOldVideo(nameOf(place, videoPlace), kinds[kind].fields())),
      }),
    ),
    { deletedVideos },
  );
  const held = packages.flatMap(({ videos }, place) =>
    videos.flatMap(({ isHeldInPlan }, videoPlace) => (isHeldInPlan ? [nameOf(place, videoPlace)] : [])),
  );
  const plan = await planDeletion(made.client, { ...rules, hold: { meetingVideoIds: held } });
  const expected = new Map<string, string>();
  for (const [place, { videos, change, isHeldNow: isPackageHeld }] of packages.entries()) {
    for (const [videoPlace, story] of videos.entries()) {
      const { kind, isHeldInPlan, isHeldNow, isRemoved, ...video } = story;
      if (kinds[kind].planned !== 'delete' || isHeldInPlan) continue;
      const afterwards = changes[video.change].expected;
      const isGone = isRemoved || change === 'gone';
      const keeping = [
        isGone && 'missing',
        afterwards === 'alreadyDeleted' && (deletedVideos === 'hidden' ? 'missing' : afterwards),
        change === 'reopened' && 'scope',
        afterwards === 'state' && afterwards,
        (isHeldNow || isPackageHeld) && 'held',
      ];
      expected.set(nameOf(place, videoPlace), keeping.find((each) => each !== false) || afterwards);
    }
  }
  const hold = {
    packageIds: packages.flatMap(({ isHeldNow }, place) => (isHeldNow ? [`p${place}`] : [])),
    meetingVideoIds: packages.flatMap(({ videos }, place) =>
      videos.flatMap(({ isHeldNow }, videoPlace) => (isHeldNow ? [nameOf(place, videoPlace)] : [])),
    ),
  };
  return { ...made, plan, expected, hold, change: () => letOthersChange(made, packages) };
}

function letOthersChange({ emulator }: Scene, packages: PackageStory[]): void {
  for (const [place, { videos, change }] of packages.entries()) {
    const found = emulator.packages.find(({ packageId }) => packageId === `p${place}`);
    if (!found) continue;
    for (const [videoPlace, story] of videos.entries()) {
      const video = found.videos.find(({ meetingVideoId }) => meetingVideoId === nameOf(place, videoPlace));
      if (video && kinds[story.kind].planned === 'delete') Object.assign(video, changes[story.change].fields());
    }
    found.videos = found.videos.filter((_, videoPlace) => !videos[videoPlace]?.isRemoved);
    if (change === 'gone') found.packageId = `gone-${place}`;
    if (change === 'reopened') found.state = 'open';
    if (change === 'moreVideos') found.videos.push(anOldVideo(`p${place}-later`));
  }
}

const outcomesOf = ({ videos }: ApplyReport) =>
  new Map(videos.map(({ meetingVideoId, outcome, reason }) => [meetingVideoId, reason ?? outcome]));

/** What must be true of every run, whatever happened: nothing else was deleted, and the report is the truth. */
function assertLaw(
  { deletions, emulator }: Scene,
  plan: DeletionPlan,
  report: ApplyReport,
  before: ReadonlyMap<string, string>,
  held: (id: string) => boolean,
): void {
  const planned = plan.delete.map(({ meetingVideoId }) => meetingVideoId);
  expect(report.videos.map(({ meetingVideoId }) => meetingVideoId)).toEqual(planned);
  for (const id of deletions()) {
    expect(planned).toContain(id);
    expect(held(id)).toBe(false);
  }
  const now = statesOf({ emulator });
  for (const [id, state] of now) {
    if (state === 'deleted' && before.get(id) !== 'deleted') expect(deletions()).toContain(id);
  }
  for (const { packageId, meetingVideoId: id, outcome } of report.videos) {
    const isListed = emulator.packages.some(
      (each) => each.packageId === packageId && each.videos.some((v) => v.meetingVideoId === id),
    );
    if (outcome === 'deleted') expect(now.get(id)).toBe('deleted');
    if (outcome === 'alreadyDeleted') expect([before.get(id), now.get(id)]).toEqual(['deleted', 'deleted']);
    if (outcome === 'kept' || outcome === 'failed') expect([id, now.get(id)]).toEqual([id, before.get(id)]);
    if (outcome === 'kept') expect(now.get(id)).not.toBe('deleted');
    if (outcome === 'notStarted') expect(now.get(id)).toBe(before.get(id));
    if (outcome === 'missing') expect(!isListed || now.get(id) === 'deleted').toBe(true);
  }
}

function statesOf({ emulator }: Pick<Scene, 'emulator'>): Map<string, string> {
  return new Map(
    emulator.packages.flatMap(({ videos }) => videos.map(({ meetingVideoId, state }) => [meetingVideoId, `${state}`])),
  );
}

const faults: fc.Arbitrary<Fault> = fc
  .record({
    on: fc.constantFrom('deleteVideos', 'deleteVideos', 'listVideos', 'listPackages'),
    times: fc.integer({ min: 1, max: 4 }),
  })
  .chain((where) =>
    fc
      .constantFrom<Fault[]>(
        { status: 500 },
        { status: 500, carryOut: true },
        { status: 503, retryAfter: 0 },
        { status: 429, retryAfter: 0 },
        { status: 429, retryAfter: 90 },
        { status: 403 },
        // A list that says so would be a lie that nobody can know.
        { on: 'deleteVideos', status: 404 },
        { status: 408, carryOut: true },
        { status: 200, body: '<html>' },
        { status: 200, body: '<html>', carryOut: true },
        { reset: true },
        { resetAfter: true },
        { truncate: true },
      )
      .map((fault) => ({ ...where, ...fault })),
  );

describe('whatever others do between plan and apply', () => {
  test('a plan holds what meets the rules, and an apply deletes what is unchanged, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.integer({ min: 1, max: 5 }), async (packages, atOnce) => {
        const { client, plan, expected, hold, change, ...made } = await told(packages);
        const inPlan = new Map<string, string>([
          ...plan.delete.map(({ meetingVideoId }): [string, string] => [meetingVideoId, 'delete']),
          ...plan.keep.map(({ meetingVideoId, reason }): [string, string] => [meetingVideoId, reason]),
          ...plan.alreadyDeleted.map(({ meetingVideoId }): [string, string] => [meetingVideoId, 'alreadyDeleted']),
        ]);
        for (const [place, { videos }] of packages.entries()) {
          for (const [videoPlace, { kind, isHeldInPlan }] of videos.entries()) {
            const { planned } = kinds[kind];
            const isHeld = isHeldInPlan && planned !== 'state' && planned !== 'alreadyDeleted';
            expect(inPlan.get(nameOf(place, videoPlace))).toBe(isHeld ? 'held' : planned);
          }
        }
        change();
        const before = statesOf(made);
        const report = await applyPlan(client, plan, { hold, atOnce });
        expect(outcomesOf(report)).toEqual(expected);
        assertLaw({ client, ...made }, plan, report, before, (id) => hold.meetingVideoIds.includes(id));
        const receipt = await auditPlan(client, plan);
        const now = statesOf(made);
        expect(receipt.deleted.every(({ meetingVideoId }) => now.get(meetingVideoId) === 'deleted')).toBe(true);
        expect(receipt.remaining.every(({ meetingVideoId }) => now.get(meetingVideoId) !== 'deleted')).toBe(true);
        expect(receipt.totals.deleted + receipt.totals.remaining + receipt.totals.missing).toBe(plan.totals.delete);
        await made.emulator.close();
      }),
      { numRuns: 150 },
    );
  });

  test('with faults, aborts and a second run, nothing else is deleted, and every report and receipt is the truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        stories,
        fc.array(faults, { maxLength: 6 }),
        fc.option(fc.nat(12), { nil: undefined }),
        fc.constantFrom('listed', 'hidden'),
        async (packages, breaks, abortAfter, deletedVideos) => {
          const { plan, expected, hold, change, ...made } = await told(packages, deletedVideos);
          const { client } = made.timelessClient();
          change();
          const before = statesOf(made);
          const isHeld = (id: string) => hold.meetingVideoIds.includes(id);
          for (const fault of breaks) made.emulator.failNext(fault);
          const controller = new AbortController();
          const { length } = made.emulator.requests;
          const watched = setInterval(() => {
            if (abortAfter !== undefined && made.emulator.requests.length - length >= abortAfter) controller.abort();
          }, 1);
          const first = await applyPlan(client, plan, { hold, signal: controller.signal }).catch(
            (error: unknown) => error,
          );
          clearInterval(watched);
          if (isReport(first)) assertLaw(made, plan, first, before, isHeld);
          else expect(made.deletions()).toEqual([]);

          made.emulator.clearFaults();
          const between = statesOf(made);
          const second = await applyPlan(client, plan, { hold });
          assertLaw(made, plan, second, before.size === between.size ? between : before, isHeld);
          for (const [id, outcome] of outcomesOf(second)) {
            const wanted = expected.get(id);
            const isDone = between.get(id) === 'deleted';
            if (wanted !== 'deleted') expect(outcome).toBe(wanted);
            else if (isDone) expect(outcome).toBe(deletedVideos === 'hidden' ? 'missing' : 'alreadyDeleted');
            else expect(outcome).toBe('deleted');
          }
          const receipt = await auditPlan(client, plan);
          const now = statesOf(made);
          for (const { meetingVideoId } of receipt.deleted) expect(now.get(meetingVideoId)).toBe('deleted');
          for (const { meetingVideoId } of receipt.remaining) expect(now.get(meetingVideoId)).not.toBe('deleted');
          const known = [...plan.delete, ...plan.alreadyDeleted].map(({ meetingVideoId }) => meetingVideoId);
          const surprises = made.emulator.packages
            .filter(({ packageId }) => plan.delete.some((video) => video.packageId === packageId))
            .flatMap(({ videos }) => videos.map(({ meetingVideoId }) => meetingVideoId))
            .filter((id) => deletedVideos === 'listed' && now.get(id) === 'deleted' && !known.includes(id));
          expect(receipt.unplanned.map(({ meetingVideoId }) => meetingVideoId).sort()).toEqual(surprises.sort());
          expect(made.deletions()).not.toContain('all');
          await made.emulator.close();
        },
      ),
      { numRuns: 200 },
    );
  });
});

function isReport(value: unknown): value is ApplyReport {
  return typeof value === 'object' && value !== null && 'videos' in value;
}
