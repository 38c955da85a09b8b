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
    expect(label.trim()).toBe(`Private Instance (${emulator.url}), Delete All allowed`);
  });

  test('fills the dropdowns of packages and videos', async () => {
    const { authData } = await aZap();
    expect(await invoke(authData, 'trigger', 'list_packages')).toContain('"id": "lease"');
    const videos = await invoke(authData, 'trigger', 'list_videos', '--inputData', '{ "packageId": "lease" }');
    expect(videos).toContain('"label": "2026-11-02 10:00 UTC · 5 min 12 s · 0.0 MB · archived"');
  });

  test('runs Find Package Videos', async () => {
    const { authData, left } = await aZap();
    const found = await invoke(authData, 'search', 'find_package_videos', '--inputData', '{ "packageId": "lease" }');
    expect(found).toContain('"videoCount": 3');
    expect(left()).toBe(3);
  });

  test('runs Delete Video', async () => {
    const { authData, left } = await aZap();
    const output = await create(authData, 'delete_video', { packageId: 'lease', meetingVideoId: 'a' });
    expect(output).toContain('"deletedCount": 1');
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
