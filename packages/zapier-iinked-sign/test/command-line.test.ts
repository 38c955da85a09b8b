import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { aZap } from './scene.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Runs Zapier's own command in the app's folder, connected by the environment, without telemetry. */
async function zapier(authData: Record<string, string>, ...args: string[]): Promise<string> {
  const account = Object.fromEntries(Object.entries(authData).map(([field, value]) => [`authData_${field}`, value]));
  const { stdout } = await promisify(execFile)('zapier-platform', args, {
    cwd: folder,
    env: { ...process.env, ...account, DISABLE_ZAPIER_ANALYTICS: '1', NO_COLOR: '1' },
  });
  return stdout;
}

const invoke = (authData: Record<string, string>, ...args: string[]) =>
  zapier(authData, 'invoke', ...args, '--non-interactive');

describe("Zapier's command line", { timeout: 60_000 }, () => {
  test('finds the app valid', async () => {
    expect(await zapier({}, 'validate', '--without-style')).toContain('No structural errors');
  });

  test('connects an account, and labels it', async () => {
    const { authData, emulator } = await aZap();
    await invoke(authData, 'auth', 'test');
    expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', status: 200 }]);
    const label = await invoke(authData, 'auth', 'label');
    expect(label.trim()).toBe(`Private instance, ${emulator.url}`);
  });

  test('runs Delete Video', async () => {
    const { authData, left } = await aZap();
    const inputData = JSON.stringify({ packageId: 'lease', meetingVideoId: 'a' });
    const output = await invoke(authData, 'create', 'delete_video', '--inputData', inputData);
    expect(output).toContain('"deletedCount": 1');
    expect(left()).toBe(2);
  });

  test('runs Delete All Package Videos', async () => {
    const { authData, left } = await aZap();
    const inputData = JSON.stringify({ packageId: 'lease' });
    const output = await invoke(authData, 'create', 'delete_all_package_videos', '--inputData', inputData);
    expect(output).toContain('"deletedCount": 3');
    expect(left()).toBe(0);
  });

  test('cannot be led to delete by a blank video', async () => {
    const { authData, emulator } = await aZap();
    const inputData = JSON.stringify({ packageId: 'lease', meetingVideoId: ' ' });
    const refused = invoke(authData, 'create', 'delete_video', '--inputData', inputData);
    // The command breaks its messages into lines, each with a mark before it.
    await expect(refused).rejects.toThrow(
      /meetingVideoId is blank\.[\s›]+Nothing was sent[\s›]+and[\s›]+nothing[\s›]+was[\s›]+deleted/,
    );
    expect(emulator.requests).toEqual([]);
  });
});
