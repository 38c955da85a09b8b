import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs Zapier's own command in a folder, without telemetry, a look for updates, or Zapier.
 *
 * @returns What it printed.
 * @throws when it ends with a failure, with what it printed.
 */
export async function zapierPlatform(
  folder: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const quiet = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
  // Nobody answers there: what needs Zapier's service fails.
  const alone = { ZAPIER_BASE_ENDPOINT: 'http://127.0.0.1:9' };
  const env = { ...process.env, ...quiet, ...alone, ...environment };
  const { stdout } = await promisify(execFile)('zapier-platform', args, { cwd: folder, env });
  return stdout;
}
