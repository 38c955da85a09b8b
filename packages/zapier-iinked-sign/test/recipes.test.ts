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
      aPackage({ packageId: 'lease', name: 'Lease', memberId: 'another', state: 'executed', videos }),
      aPackage({ packageId: 'open', state: 'open', videos: [] }),
    ];
    const { run, emulator } = await aZap({ packages, memberId: 'mine' });
    expect(steps.map(({ event }) => event).join()).toMatch(/Looping.*Upload.*Request Approval/);
    const [trigger, find, remove] = [ours(steps[0]), ours(steps[2]), ours(steps[6])];
    const [loop, upload] = [4, 5];

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
      const id = String(mapped('`4. Video ID`', outputs));
      expect(mapped('`1. Package Name`', outputs)).toBe('Lease');
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

describe('the recipe "Delete what is older than a year, every day"', () => {
  const steps = recipe('Delete what is older than a year, every day');

  test('deletes the oldest video of each package that may go, run after run, and then nothing', async () => {
    const videosOf = (packageId: string) => [
      aVideo({ meetingVideoId: `${packageId}-young`, timeCreated: ago(10) }),
      aVideo({ meetingVideoId: `${packageId}-old`, timeCreated: ago(400) }),
      aVideo({ meetingVideoId: `${packageId}-older`, timeCreated: ago(500), timeRetention: ago(1) }),
      aVideo({ meetingVideoId: `${packageId}-held`, timeCreated: ago(600), timeRetention: ago(-1) }),
    ];
    const packages = ['a', 'b'].map((packageId) =>
      aPackage({ packageId, memberId: packageId, videos: videosOf(packageId) }),
    );
    const open = aPackage({ packageId: 'open', state: 'open', videos: videosOf('open') });
    const { run, emulator } = await aZap({ packages: [...packages, open], memberId: 'a' });
    expect(steps.map(({ event }) => event).join()).toMatch(/Schedule.*Looping/);
    const [findPackages, find, remove] = [ours(steps[1]), ours(steps[3]), ours(steps[4])];
    const loop = 3;

    async function everyDay(): Promise<unknown[]> {
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
    expect(await everyDay()).toEqual(['a-older', 'b-older']);
    expect(await everyDay()).toEqual(['a-old', 'b-old']);
    expect(await everyDay()).toEqual([]);
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
    const video = aVideo({ meetingVideoId: 'a', timeCreated: ago(400) });
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
