// Runs the pnpm that package.json names, which npx brings. npx is started here, beside a package.json of its own: at the root
// it would first read the whole of node_modules, for seconds.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const { status } = spawnSync('npx', ['--yes', packageManager, '--dir', '..', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
