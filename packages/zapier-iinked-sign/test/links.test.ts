import { describe, expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf, find_package_videos, find_video } from './zap.ts';

const lease = { packageId: 'lease' };
const video = { ...lease, meetingVideoId: 'a' };
const inEditor = { meta: { isLoadingSample: true } };

const steps = [
  ['Find Video', find_video, video, {}],
  ['Find Package Videos', find_package_videos, lease, {}],
  ['a dry run of Delete Video', delete_video, { ...video, dryRun: 'yes' }, {}],
  ['a dry run of Delete All Package Videos', delete_all_package_videos, { ...lease, dryRun: 'yes' }, {}],
  ['a test of Delete Video in the editor', delete_video, video, inEditor],
  ['a test of Delete All Package Videos in the editor', delete_all_package_videos, lease, inEditor],
] as const;

describe.each(steps)('the output of %s', (_, step, inputData, more) => {
  test.each([{}, { includeLinks: 'no' }])('has no link without Include Links: %j', async (links) => {
    const { run } = await aZap();
    expect(JSON.stringify(await run(step, { ...inputData, ...links }, more))).not.toMatch(/https?:|access=/);
  });

  test('has the link of each video with Include Links', async () => {
    const { run } = await aZap();
    expect(JSON.stringify(await run(step, { ...inputData, includeLinks: 'yes' }, more))).toContain('access=');
  });

  test('never comes where Include Links is neither Yes nor No', async () => {
    const { run, emulator } = await aZap();
    const error = await failureOf(run(step, { ...inputData, includeLinks: 'maybe' }, more));
    expect(error.message).toContain('Include Links must be Yes or No');
    expect(emulator.requests).toEqual([]);
  });

  test('has no field of a later release of the API, which may be a link', async () => {
    const { run, emulator } = await aZap();
    for (const each of emulator.packages.flatMap(({ videos }) => videos)) {
      Object.assign(each, { thumbnail: 'https://sign.example.com/thumbnail?access=token' });
    }
    expect(JSON.stringify(await run(step, { ...inputData }, more))).not.toContain('access=');
  });
});
