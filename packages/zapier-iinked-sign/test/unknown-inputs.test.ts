import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import {
  aZap,
  delete_all_package_videos,
  delete_video,
  failureOf,
  find_package,
  find_package_videos,
  find_video,
  new_package,
  untyped,
} from './zap.ts';

const lease = { packageId: 'lease' };
const video = { ...lease, meetingVideoId: 'a' };

const cases = [
  ['Delete Video', delete_video, video, 'dry_run', 'yes'],
  ['Delete Video', delete_video, video, 'dryrun', 'yes'],
  ['Delete Video', delete_video, video, 'videoId', 'b'],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'meetingVideoId', 'a'],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'meetingVideoId', ''],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'meetingVideoId', null],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'dry_run', 'yes'],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'dryRun ', 'yes'],
  ['Delete Video', delete_video, video, 'older_than_days', '365'],
  ['Delete Video', delete_video, video, 'states', ['archived']],
  ['Delete All Package Videos', delete_all_package_videos, lease, 'olderThan', '365'],
  ['Find Package Videos', find_package_videos, lease, 'meetingVideoId', 'a'],
  ['Find Video', find_video, lease, 'olderThanDays', '365'],
  ['Find Package', find_package, { search: 'Lease' }, 'title', 'Lease'],
  ['New Package', new_package, {}, 'states', 'executed'],
] as const;

describe.each(cases)('%s', (_, step, inputData, name, value) => {
  const message = expect.stringContaining(`\\"${name}\\" is not a field of this action. Delete this step from the Zap`);

  test(`refuses the input ${name}: ${JSON.stringify(value)}, and sends nothing`, async () => {
    const { run, emulator, left } = await aZap();
    expect(await failureOf(run(step, { ...inputData, [name]: value }))).toMatchObject({ name: 'AppError', message });
    expect(emulator.requests).toEqual([]);
    expect(left()).toBe(3);
  });

  test(`refuses a mapping in ${name} that turned out empty, which Zapier leaves out of the values`, async () => {
    const { run, emulator } = await aZap();
    const inputDataRaw = { ...inputData, [name]: '{{1__id}}' };
    expect(await failureOf(run(step, inputData, { inputDataRaw }))).toMatchObject({ message });
    expect(emulator.requests).toEqual([]);
  });
});

const values: Record<string, unknown> = {
  warning: '',
  olderThan: '1',
  olderThanUnit: 'days',
  countedFrom: 'created',
  states: ['archived'],
  state: 'executed',
  limit: '1',
  confirmedName: 'Purchase agreement',
  name: 'Purchase agreement',
  matterNumber: '77-A',
  clientNumber: '1042',
  ifSeveralMatch: 'all',
  createdInLast: '3000',
  executedMoreThan: '1',
};

test.each([
  ['Delete Video', delete_video, video],
  ['Delete All Package Videos', delete_all_package_videos, lease],
  ['Find Package Videos', find_package_videos, lease],
  ['Find Video', find_video, video],
  ['Find Package', find_package, { search: 'agreement' }],
  ['New Package', new_package, {}],
] as const)('%s accepts all its own fields, and what Zapier itself sets', async (_, step, inputData) => {
  const times = { timeCreated: '2026-01-01T00:00:00Z', timeExecuted: '2026-01-02T00:00:00Z' };
  const numbers = { matterNumber: '77-A', clientNumber: '1042' };
  const videos = [aVideo({ meetingVideoId: 'a', timeCreated: '2026-01-02T00:00:00Z' })];
  const { run } = await aZap({ packages: [aPackage({ packageId: 'lease', ...times, ...numbers, videos })] });
  const keys = (step.operation.inputFields ?? []).flatMap((field) => ('key' in field ? [field.key] : []));
  const own = Object.fromEntries(keys.map((key) => [key, values[key] ?? 'no']));
  const ofZapier = { _zap_search_success_on_miss: 'true', _zap_search_multiple_results: 'first' };
  const everything = { ...own, ...ofZapier, ...inputData };
  const output = await run(step, everything, { inputDataRaw: untyped(everything) });
  expect([output].flat()).toHaveLength(1);
});
