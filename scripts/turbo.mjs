// Runs turbo on the workspace's own Node, with the telemetry of every tool off.
import { spawnSync } from 'node:child_process';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} is too old for the tools of this workspace, which bring Node 24 with them.`,
  );
  console.error('Its installation did not succeed on this machine: install Node 22.18 or later, then try again.');
  process.exit(1);
}

const quiet = {
  DO_NOT_TRACK: '1',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
};
const { status } = spawnSync('turbo', process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, ...quiet },
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
