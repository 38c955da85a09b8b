// Rehearses a release: everything but the publishing. What it packs is what the release workflow publishes.
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startIn } from '../starts/readme.ts';
import { runFile, startN8n, startTypeScript } from '../starts/starts.ts';
import { assertContents, pack } from './tarballs.ts';
import { uploadZapierApp } from './upload.ts';
import { buildZapierApp, startZapierApp } from './zapier.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const release = fileURLToPath(new URL('../dist/release/', import.meta.url));
const readmeOf = (folder: string) => new URL(`../../${folder}/README.md`, import.meta.url);
const began = performance.now();

console.log('\nRehearsing a release. Nothing is published.\n');
await rm(release, { recursive: true, force: true });
await mkdir(release, { recursive: true });

await step('build every package', () =>
  run(process.execPath, ['scripts/turbo.mjs', 'run', 'build', '--output-logs=errors-only'], { cwd: root }),
);
const tarballs = await step('pack them', () => pack(release));
for (const tarball of tarballs) await step(`${basename(tarball.file)} holds its files`, () => assertContents(tarball));

const project = await mkdtemp(join(tmpdir(), 'iinked-sign-release-'));
await step('install them into an empty project', () => installInto(project));
const emulator = await step('npx iinked-sign-emulator', () => startCommand(project));
try {
  await step("the client's README: its start", () => startClient(project, emulator.address));
  await step("the emulator's README: its start in tests", () => startInTests(project));
  await step("the README's start in TypeScript", () => startTypeScript(project, emulator.address));
  await step("the README's start in n8n", () => startN8n(project, emulator.address));
  const app = await step('build the Zapier app', () => buildZapierApp(release));
  await step('the Zapier app deletes a video', () => startZapierApp(app, emulator.address));
  await step("Zapier's command uploads it, to this machine", () => uploadZapierApp(app));
} finally {
  emulator.stop();
  await rm(project, { recursive: true, force: true });
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `\nReady to be released, after ${seconds} s: ${tarballs.length} packages and the Zapier app, in ${release}`,
);

/** Does a step, and tells how it went. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  process.stdout.write(`  … ${name}`);
  const end = process.stdout.isTTY ? '\r' : '\n';
  try {
    const result = await work();
    console.log(`${end}  ✔ ${name.padEnd(48)} ${((performance.now() - since) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    console.log(`${end}  ✘ ${name}\n\nNot ready to be released.`);
    throw error;
  }
}

async function installInto(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // As n8n installs a community node: without peers, and with no script. It brings n8n-workflow itself.
  await run(
    'npm',
    ['install', ...quiet, '--legacy-peer-deps', '--ignore-scripts', ...tarballs.map(({ file }) => file)],
    {
      cwd: folder,
    },
  );
  const workflow = dirname(createRequire(import.meta.url).resolve('n8n-workflow/package.json'));
  await symlink(workflow, join(folder, 'node_modules/n8n-workflow'), 'dir');
}

/** Starts the emulator by its command, on a free port. */
async function startCommand(folder: string): Promise<{ address: string; stop: () => void }> {
  const bin = join(folder, 'node_modules/.bin/iinked-sign-emulator');
  const command = spawn(bin, ['--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(command.stdout)) {
    const [, address] = /^ {2}address +(\S+)$/.exec(line) ?? [];
    if (address !== undefined) {
      command.stdout.resume();
      return { address, stop: () => command.kill() };
    }
  }
  throw new Error('The emulator did not start.');
}

async function startClient(folder: string, address: string): Promise<void> {
  const code = startIn(readmeOf('client'), '# iinked-sign', 'ts').replace("'sandbox-us'", `'${address}'`);
  const ids = `const packageId = '7be0a1d4-5c7e-4d2b-9a53-2f2f0c1b9d10';
    const meetingVideoId = '9f6a2f5c-1b86-4a0f-a3a1-0b6e4f6d2a04';`;
  await runFile(folder, `const apiKey = 'emulator-key';\n${ids}\n${code}`);
}

async function startInTests(folder: string): Promise<void> {
  const code = startIn(readmeOf('emulator'), '## In tests', 'ts');
  await runFile(folder, `import { createClient } from 'iinked-sign';\n${code}`);
}
