import { fileURLToPath } from 'node:url';
import { zapierPlatform } from 'iinked-sign-testing/zapierPlatform';
import { describe, expect, test } from 'vitest';
import { aZap } from '../test/zap.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Runs Zapier's own command in the app's folder, connected by the environment. */
function zapier(authData: Record<string, string>, ...args: string[]): Promise<string> {
  const connection = Object.entries(authData).map(([field, value]) => [`authData_${field}`, value]);
  return zapierPlatform(folder, args, Object.fromEntries(connection));
}

const invoke = (authData: Record<string, string>, ...args: string[]) =>
  zapier(authData, 'invoke', ...args, '--non-interactive');

const create = (authData: Record<string, string>, key: string, inputData: object) =>
  invoke(authData, 'create', key, '--inputData', JSON.stringify(inputData));

describe("Zapier's command line", () => {
  test('finds the app valid', async () => {
    expect(await zapier({}, 'validate', '--without-style')).toContain('No structural errors');
  });

  test('connects an account, and labels it', async () => {
    const { authData, emulator } = await aZap();
    await invoke(authData, 'auth', 'test');
    expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', status: 200 }]);
    const label = await invoke(authData, 'auth', 'label');
    expect(label.trim()).toMatch(/^Private Instance \(http:.*\), key [\da-f]{6}, Delete All allowed$/);
  });

  test('fills the dropdowns of packages and videos', async () => {
    const { authData } = await aZap();
    const listed = await invoke(authData, 'trigger', 'list_packages', '--inputData', '{ "allMembers": "yes" }');
    expect(listed).toContain('"label": "Purchase agreement · executed · 2026-11-02"');
    const videos = await invoke(authData, 'trigger', 'list_videos', '--inputData', '{ "packageId": "lease" }');
    // The command takes the zone of Zapier's cloud where it is given none.
    expect(videos).toContain('"label": "2026-11-02 10:00 UTC · 5 min 12 s · 0.0 MB · archived · a"');
  });

  test('runs New Package', async () => {
    const { authData } = await aZap();
    const trigger = (state: string) =>
      invoke(
        authData,
        'trigger',
        'new_package',
        '--inputData',
        JSON.stringify({ state, createdInLast: '36500', allMembers: 'yes' }),
      );
    expect(await trigger('executed')).toMatch(/"id": "lease",[\s\S]*"name": "Purchase agreement"/);
    expect(await trigger('rescinded')).not.toContain('lease');
  });

  test('runs Find Package', async () => {
    const { authData } = await aZap();
    const inputData = JSON.stringify({ search: 'Purchase*', state: 'executed' });
    expect(await invoke(authData, 'search', 'find_package', '--inputData', inputData)).toContain('"id": "lease"');
    const missing = invoke(authData, 'search', 'find_package', '--inputData', '{}');
    await expect(missing).rejects.toThrow(/Older[\s›]+Than[\s›]+must[\s›]+be[\s›]+given/);
  });

  test('runs Find Video', async () => {
    const { authData } = await aZap();
    const find = (filters: object) =>
      invoke(authData, 'search', 'find_video', '--inputData', JSON.stringify({ packageId: 'lease', ...filters }));
    const found = await find({ meetingVideoId: 'b', retentionOver: 'yes', states: ['archived'] });
    expect(found).toMatch(/"id": "b",[\s\S]*"durationSeconds": 312/);
    expect(await find({ olderThan: '99', olderThanUnit: 'years' })).not.toContain('"id"');
  });

  test('runs Find Package Videos, with filters', async () => {
    const { authData, left } = await aZap();
    const find = (filters: object) =>
      invoke(
        authData,
        'search',
        'find_package_videos',
        '--inputData',
        JSON.stringify({ packageId: 'lease', ...filters }),
      );
    expect(await find({})).toContain('"videoCount": 3');
    expect(await find({ states: ['failed'] })).not.toContain('videoCount');
    expect(left()).toBe(3);
  });

  test('runs Delete Video', async () => {
    const { authData, left } = await aZap();
    const output = await create(authData, 'delete_video', { packageId: 'lease', meetingVideoId: 'a' });
    expect(output).toContain('"deletedCount": 1');
    expect(left()).toBe(2);
  });

  test('runs Delete Video with conditions, and stops where one is not met', async () => {
    const { authData, left } = await aZap();
    const video = { packageId: 'lease', meetingVideoId: 'a' };
    await expect(
      create(authData, 'delete_video', { ...video, olderThan: '99', olderThanUnit: 'years' }),
    ).rejects.toThrow(/not[\s›]+old[\s›]+enough/);
    expect(left()).toBe(3);
    await create(authData, 'delete_video', { ...video, retentionOver: 'yes' });
    expect(left()).toBe(2);
  });

  test('runs Delete All Package Videos, and first a dry run of it', async () => {
    const { authData, left } = await aZap();
    const preview = await create(authData, 'delete_all_package_videos', { packageId: 'lease', dryRun: 'yes' });
    expect(preview).toMatch(/"deleted": false,\s+"wouldDelete": true/);
    expect(left()).toBe(3);
    const output = await create(authData, 'delete_all_package_videos', { packageId: 'lease' });
    expect(output).toContain('"deletedCount": 3');
    expect(left()).toBe(0);
  });

  test('tries a step as the editor does, and deletes nothing', async () => {
    const { authData, left } = await aZap();
    const inputData = JSON.stringify({ packageId: 'lease' });
    const step = ['create', 'delete_all_package_videos', '--inputData', inputData];
    expect(await invoke(authData, ...step, '--isLoadingSample')).toMatch(/"isTest": true/);
    expect(left()).toBe(3);
  });

  test('rejects a blank video, and sends nothing', async () => {
    const { authData, emulator } = await aZap();
    const refused = create(authData, 'delete_video', { packageId: 'lease', meetingVideoId: ' ' });
    // The command breaks its messages into lines, each with a mark before it.
    await expect(refused).rejects.toThrow(
      /Video is blank\.[\s›]+Nothing[\s›]+was[\s›]+sent[\s›]+and[\s›]+nothing[\s›]+was[\s›]+deleted/,
    );
    expect(emulator.requests).toEqual([]);
  });
});
