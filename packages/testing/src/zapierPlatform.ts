import { run } from './processes.ts';

/** With it, Zapier's command reports nothing, updates nothing, and fails at once where it needs Zapier's service. */
export const zapierAlone: Readonly<Record<string, string>> = {
  DISABLE_ZAPIER_ANALYTICS: '1',
  NO_UPDATE_NOTIFIER: '1',
  NO_COLOR: '1',
  // Nothing listens there.
  ZAPIER_BASE_ENDPOINT: 'http://127.0.0.1:9',
};

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
  return run('zapier-platform', args, { cwd: folder, env: { ...process.env, ...zapierAlone, ...environment } });
}
