import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import { aZap, failureOf } from './zap.ts';

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

const actions = [...Object.values(app.triggers), ...Object.values(app.searches), ...Object.values(app.creates)];
type Action = (typeof actions)[number];
type Step = {
  number: number;
  event: string;
  action: Action | undefined;
  fields: Record<string, string>;
  /** The first mapping of a step that is not of this integration. */
  mapping: string | undefined;
};

/** The steps of a recipe as the README shows them. */
function recipe(heading: string): Step[] {
  const [table = ''] = (readme.split(`### ${heading}\n`)[1] ?? '').split(/\n#/);
  return Array.from(table.matchAll(/^\| (\d+) +\| (.*?) *\| (.*?) *\|$/gm), ([, number, event = '', fields = '']) => {
    const label = /^\*\*(.*)\*\*$/.exec(event)?.[1];
    const action = actions.find(({ display }) => display.label === label);
    if (label !== undefined && !action) throw new Error(`There is no action ${label}.`);
    const pairs = fields.split('; ').map((field) => field.split(/: (.*)/).slice(0, 2));
    const mapping = /`.*?`/.exec(fields)?.[0];
    return { number: Number(number), event, action, fields: action ? Object.fromEntries(pairs) : {}, mapping };
  });
}

function ours(step: Step | undefined): Step & { action: Action } {
  if (!step?.action) throw new Error(`This step of the recipe should be of this integration: ${step?.event}`);
  return { ...step, action: step.action };
}

type Outputs = Map<number, unknown>;
type Field = { key: string; label?: string; choices?: unknown };

const fieldsIn = (fields: readonly object[] = []) =>
  fields.filter((field): field is Field => 'key' in field && typeof field.key === 'string');

/** A mapping such as `3. Video ID`, by the label that the Zap editor shows. */
function mapped(mapping: string, outputs: Outputs): unknown {
  const [, step = '', label = ''] = /^`(\d+)\. (.*)`$/.exec(mapping) ?? [];
  const output = outputs.get(Number(step));
  const keys = actions.flatMap(({ operation }) =>
    fieldsIn(operation.outputFields).flatMap((field) =>
      field.label === label ? [field.key.replace('videos[]', '')] : [],
    ),
  );
  const key = keys.find((each) => typeof output === 'object' && output !== null && each in output);
  if (typeof output !== 'object' || output === null || !key) throw new Error(`Step ${step} has no ${label}.`);
  return Reflect.get(output, key);
}

/** What a step of ours gets: choices by their labels, mappings from the outputs of earlier steps. */
function inputOf({ action, fields }: Step, outputs: Outputs): Record<string, unknown> {
  const values = Object.entries(fields).map(([label, value]) => {
    const field = fieldsIn(action?.operation.inputFields).find((each) => each.label === label);
    if (!field) throw new Error(`${action?.display.label} has no field ${label}.`);
    if (value.startsWith('`')) return [field.key, mapped(value, outputs)];
    const choices: [string, unknown][] = Object.entries(field.choices ?? {});
    if (choices.length === 0) return [field.key, value];
    const choice = choices.find(([, each]) => each === value)?.[0];
    if (choice === undefined) throw new Error(`${label} has no choice ${value}.`);
    return [field.key, 'list' in field ? [choice] : choice];
  });
  return Object.fromEntries(values);
}

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
/** When a package was created, and executed so many days ago. */
const executed = (days: number) => ({ timeCreated: ago(days + 1), timeExecuted: ago(days), state: 'executed' });

describe('the recipe "Archive the videos of executed packages, then delete them"', () => {
  const steps = recipe('Archive the videos of executed packages, then delete them');

  test('uploads each video and deletes what is approved and not under retention', async () => {
    const videos = ['approved', 'declined', 'held', 'failed'].map((meetingVideoId) =>
      aVideo({
        meetingVideoId,
        size: 1234,
        state: meetingVideoId === 'failed' ? 'failed' : 'archived',
        timeRetention: meetingVideoId === 'held' ? ago(-30) : null,
      }),
    );
    const packages = [
      aPackage({ packageId: 'lease', name: 'Lease', memberId: 'another', ...executed(2), videos }),
      aPackage({ packageId: 'just now', ...executed(0), videos: [] }),
      aPackage({ packageId: 'open', state: 'open', timeCreated: ago(3), videos: [] }),
    ];
    const { run, emulator } = await aZap({ packages, memberId: 'mine' });
    expect(steps.map(({ event }) => event).join()).toMatch(/Looping.*Upload.*Request Approval/);
    const [trigger, find, remove] = [ours(steps[0]), ours(steps[1]), ours(steps[5])];
    const [loop, upload] = [3, 4];

    const outputs: Outputs = new Map();
    const started = await run(trigger.action, inputOf(trigger, outputs));
    expect(started).toMatchObject([{ id: 'lease', name: 'Lease' }]);
    outputs.set(trigger.number, [started].flat()[0]);
    outputs.set(find.number, [await run(find.action, inputOf(find, outputs))].flat()[0]);

    const ends: Record<string, unknown> = {};
    for (const video of lineItemsOf(outputs.get(find.number))) {
      outputs.set(loop, video);
      const file = await fetch(String(mapped(steps[upload - 1]?.mapping ?? '', outputs)));
      expect((await file.arrayBuffer()).byteLength).toBe(1234);
      const id = String(mapped('`3. Video ID`', outputs));
      expect(mapped('`3. Package Name`', outputs)).toBe('Lease');
      const isApproved = id !== 'declined';
      if (!isApproved) continue;
      const deletion = run(remove.action, inputOf(remove, outputs));
      ends[id] = await deletion.catch(({ name, message }: Error) => `${name}: ${message}`);
    }
    expect(ends).toEqual({
      approved: expect.objectContaining({ id: 'approved', deleted: true, deletedCount: 1 }),
      held: expect.stringMatching(/^HaltedError: .*retention.* is not over/),
    });
    expect(leftOf(emulator)).toEqual(['declined', 'held', 'failed']);
  });
});

describe('the recipe "Delete what is older than ten years, every month"', () => {
  const steps = recipe('Delete what is older than ten years, every month');

  test('deletes the oldest video of each package that may go, run after run, and then nothing', async () => {
    const videosOf = (packageId: string) => [
      aVideo({ meetingVideoId: `${packageId}-young`, timeCreated: ago(10) }),
      aVideo({ meetingVideoId: `${packageId}-old`, timeCreated: ago(4000) }),
      aVideo({ meetingVideoId: `${packageId}-older`, timeCreated: ago(4500), timeRetention: ago(1) }),
      aVideo({ meetingVideoId: `${packageId}-held`, timeCreated: ago(4900), timeRetention: ago(-1) }),
    ];
    const packages = ['a', 'b'].map((packageId) =>
      aPackage({ packageId, memberId: packageId, ...executed(5000), videos: videosOf(packageId) }),
    );
    const open = aPackage({ packageId: 'open', ...executed(5000), state: 'open', videos: videosOf('open') });
    const { run, emulator } = await aZap({ packages: [...packages, open], memberId: 'a' });
    expect(steps.map(({ event }) => event).join()).toMatch(/Schedule.*Looping/);
    const [findPackages, find, remove] = [ours(steps[1]), ours(steps[3]), ours(steps[4])];
    const loop = 3;

    async function everyMonth(): Promise<unknown[]> {
      const deleted: unknown[] = [];
      const outputs: Outputs = new Map();
      const found = [await run(findPackages.action, inputOf(findPackages, outputs))].flat();
      for (const item of found) {
        outputs.set(loop, item);
        const [video] = [await run(find.action, inputOf(find, outputs))].flat();
        if (video === undefined) continue;
        outputs.set(find.number, video);
        const output = await run(remove.action, inputOf(remove, outputs));
        deleted.push(typeof output === 'object' && output !== null && 'id' in output ? output.id : output);
      }
      return deleted.toSorted();
    }
    expect(await everyMonth()).toEqual(['a-older', 'b-older']);
    expect(await everyMonth()).toEqual(['a-old', 'b-old']);
    expect(await everyMonth()).toEqual([]);
    expect(leftOf(emulator)).toEqual([
      'a-young',
      'a-held',
      'b-young',
      'b-held',
      'open-young',
      'open-old',
      'open-older',
      'open-held',
    ]);
  });

  test('stops where the video was put under retention since it was found', async () => {
    const video = aVideo({ meetingVideoId: 'a', timeCreated: ago(4000) });
    const { run, emulator } = await aZap({ packages: [aPackage({ packageId: 'lease', videos: [video] })] });
    const remove = ours(steps.at(-1));
    const outputs: Outputs = new Map<number, unknown>([
      [3, { packageId: 'lease' }],
      [4, { meetingVideoId: 'a' }],
    ]);
    const [stored] = emulator.packages[0]?.videos ?? [];
    if (stored) stored.timeRetention = ago(-1);
    const error = await failureOf(run(remove.action, inputOf(remove, outputs)));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('nothing') });
    expect(leftOf(emulator)).toEqual(['a']);
  });
});

describe('the recipe "Delete the videos of a package 90 days after it was executed"', () => {
  const steps = recipe('Delete the videos of a package 90 days after it was executed');

  test('deletes the videos of packages that were executed so long ago, and of no others', async () => {
    const videosOf = (packageId: string) => [
      aVideo({ meetingVideoId: `${packageId}-free`, timeCreated: ago(100) }),
      aVideo({ meetingVideoId: `${packageId}-held`, timeCreated: ago(100), timeRetention: ago(-1) }),
      aVideo({ meetingVideoId: `${packageId}-recorded later`, timeCreated: ago(30) }),
    ];
    const packages = [
      aPackage({ packageId: 'due', ...executed(95), videos: videosOf('due') }),
      aPackage({ packageId: 'early', ...executed(80), videos: videosOf('early') }),
    ];
    const { run, emulator } = await aZap({ packages });
    const [trigger, find, remove] = [ours(steps[0]), ours(steps[1]), ours(steps[3])];
    const outputs: Outputs = new Map();
    const started = [await run(trigger.action, inputOf(trigger, outputs))].flat();
    expect(started).toMatchObject([{ id: 'due' }]);
    outputs.set(1, started[0]);
    const found = [await run(find.action, inputOf(find, outputs))].flat()[0];
    for (const video of lineItemsOf(found)) {
      outputs.set(3, video);
      await run(remove.action, inputOf(remove, outputs)).catch(() => undefined);
    }
    expect(leftOf(emulator)).toEqual([
      'due-held',
      'due-recorded later',
      'early-free',
      'early-held',
      'early-recorded later',
    ]);
  });
});

describe('the recipe "Delete the videos of a package that a CRM names"', () => {
  const steps = recipe('Delete the videos of a package that a CRM names');

  test.each<[string, string, string[]]>([
    ['the name of one package', 'Lease Smith', ['sale', 'twin 1', 'twin 2']],
    ['the beginning of a name', 'Lease', ['smith', 'sale', 'twin 1', 'twin 2']],
    ['the name of two packages', 'Lease Jones', ['smith', 'sale', 'twin 1', 'twin 2']],
    ['no name', '', ['smith', 'sale', 'twin 1', 'twin 2']],
    ['a wildcard', '*', ['smith', 'sale', 'twin 1', 'twin 2']],
  ])('given %s (%s), leaves the videos of other packages', async (_, name, left) => {
    const named = (packageId: string, of: string) =>
      aPackage({ packageId, name: of, ...executed(9), videos: [aVideo({ meetingVideoId: `of ${packageId}` })] });
    const packages = [
      named('smith', 'Lease Smith'),
      named('sale', 'Sale Smith'),
      named('twin 1', 'Lease Jones'),
      named('twin 2', 'Lease Jones'),
    ];
    const { run, emulator } = await aZap({ packages });
    const [find, remove] = [ours(steps[1]), ours(steps[2])];
    const outputs: Outputs = new Map();
    const fill = (step: Step, to: unknown) =>
      inputOf(
        {
          ...step,
          fields: Object.fromEntries(
            Object.entries(step.fields).map(([label, value]) => [
              label,
              value === '`1. Deal Name`' ? String(to) : value,
            ]),
          ),
        },
        outputs,
      );
    const raw = { inputDataRaw: { name: '{{1__name}}' } };
    const found = await run(find.action, fill(find, name), raw).catch(() => []);
    for (const item of [found].flat().slice(0, 1)) {
      outputs.set(2, item);
      await run(remove.action, fill(remove, name));
    }
    expect(leftOf(emulator)).toEqual(left.map((packageId) => `of ${packageId}`));
  });
});

describe('the recipe "Delete a set of videos with one approval"', () => {
  const steps = recipe('Delete a set of videos with one approval');

  test('deletes what was approved and is not on hold, and shows the set, the decision and the receipt', async () => {
    const named = (packageId: string, days: number) =>
      aPackage({
        packageId,
        name: `Lease ${packageId}`,
        matterNumber: `matter ${packageId}`,
        memberId: packageId,
        ...executed(days),
        videos: [aVideo({ meetingVideoId: `of ${packageId}`, timeCreated: ago(days) })],
      });
    const packages = [named('a', 4000), named('b', 4000), named('c', 4000), named('young', 3000)];
    const { run, emulator } = await aZap({ packages, memberId: 'a' });
    const [create, approve, apply, audit] = [ours(steps[1]), ours(steps[5]), ours(steps[6]), ours(steps[7])];
    const outputs: Outputs = new Map();
    const runWith = async (step: ReturnType<typeof ours>, own: Record<string, string> = {}) => {
      const fields = { ...step.fields, ...own };
      expect(Object.keys(fields)).toEqual(Object.keys(step.fields));
      const output = await run(step.action, inputOf({ ...step, fields }, outputs));
      outputs.set(step.number, [output].flat()[0]);
    };

    await runWith(create, { 'Hold Matter Numbers': 'matter b' });
    expect(mapped(steps[3]?.mapping ?? '', outputs)).toBe(true);
    for (const label of ['`2. Message`', '`2. Table for Chat`', '`2. Table for Email`']) {
      expect(readme).toContain(label);
      expect(mapped(label, outputs)).toMatch(/2 videos/);
    }
    expect(leftOf(emulator)).toHaveLength(4);

    await runWith(approve, { By: 'Jane Doe' });
    await runWith(apply, { 'Hold Matter Numbers': 'matter b, matter c' });
    expect(leftOf(emulator)).toEqual(['of b', 'of c', 'of young']);
    await runWith(audit);
    expect(mapped('`8. Page`', outputs)).toContain('Jane Doe');
    expect(mapped(steps[8]?.mapping ?? '', outputs)).toMatch(/^1 of 2 videos are deleted/);
    for (const label of ['`8. Complete`', '`8. Settled`', '`8. Receipt`']) {
      expect(readme).toContain(label);
      expect(mapped(label, outputs)).toBeDefined();
    }
  });
});

function lineItemsOf(output: unknown): unknown[] {
  return typeof output === 'object' && output !== null && 'videos' in output ? [output.videos].flat() : [];
}

function leftOf({
  packages,
}: {
  packages: readonly { videos: { meetingVideoId: string; state?: string | null }[] }[];
}): string[] {
  const left = packages.flatMap(({ videos }) => videos).filter(({ state }) => state !== 'deleted');
  return left.map(({ meetingVideoId }) => meetingVideoId);
}
