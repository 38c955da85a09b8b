import { run } from './processes.ts';

/**
 * Runs Zapier's command in a folder, without telemetry and without Zapier's service.
 *
 * @returns What it printed.
 * @throws when it fails, with what it printed.
 */
export function zapierPlatform(
  folder: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  const quiet = { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' };
  // Nothing listens there: what needs Zapier's service fails at once.
  const alone = { ZAPIER_BASE_ENDPOINT: 'http://127.0.0.1:9' };
  return run('zapier-platform', args, { cwd: folder, env: { ...process.env, ...quiet, ...alone, ...environment } });
}
