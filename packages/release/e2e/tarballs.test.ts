import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { startEmulator } from 'iinked-sign-emulator';
import { run, start } from 'iinked-sign-testing/processes';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  codeBelow,
  runCommandExample,
  runCommandReadme,
  runFile,
  runN8nExample,
  runTypeScriptExample,
} from '../src/readmeExamples.ts';
import { releaseFolder, sha256Of } from '../src/release.ts';
import { contentsOf, publishedNames, wantedFiles } from '../src/tarballs.ts';

const readmeOf = (folder: string) => new URL(`../../${folder}/README.md`, import.meta.url);

/** The path of a package's tarball, whatever its version is. */
async function tarballOf(name: string): Promise<string> {
  const files = await readdir(releaseFolder);
  const found = files.filter((file) => new RegExp(`^${name}-\\d[^-]*\\.tgz$`).test(file));
  expect(found, name).toHaveLength(1);
  return join(releaseFolder, `${found[0]}`);
}

test('every file is the one that was packed', async () => {
  const sums = await readFile(join(releaseFolder, 'SHA256SUMS'), 'utf8');
  const named = sums
    .trim()
    .split('\n')
    .map((line) => line.split('  '));
  expect(named).toHaveLength(publishedNames.length + 3);
  for (const [sum, file = ''] of named) expect(await sha256Of(join(releaseFolder, file)), file).toBe(sum);
});

test.each(publishedNames)('%s holds its files, and nothing that only this workspace has', async (name) => {
  const { files, manifest } = await contentsOf(await tarballOf(name));
  expect(files).toEqual(await wantedFiles(name));
  expect(manifest).not.toMatch(/"(workspace|catalog):/);
});

test('the command installs as one package, and what its README shows to type deletes by the policy that it writes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-one-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
  const added = await run('npm', ['install', '--prefix', folder, ...quiet, await tarballOf('iinked-sign-cli')]);
  expect(added).toContain('added 1 package');
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const left = () =>
    emulator.packages.flatMap(({ videos }) => videos.filter(({ state }) => state !== 'deleted')).length;
  const before = left();
  const printed = await runCommandReadme(join(folder, 'node_modules/.bin'), folder, emulator.url);
  expect(printed).toContain('settled and complete');
  expect(before - left()).toBe(2);
});

describe('installed into an empty project', () => {
  let folder: string;
  let address: string;
  let printed: string;
  let stop = () => {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'iinked-sign-release-'));
    await install(folder, await Promise.all(publishedNames.map(tarballOf)));
    ({ address, printed, stop } = await startEmulatorCommand(folder));
  });
  afterAll(async () => {
    stop();
    await rm(folder, { recursive: true });
  });

  test("the client's README example runs", async () => {
    const code = codeBelow(readmeOf('client'), '# iinked-sign', 'ts').replace("'sandbox-us'", `'${address}'`);
    const ids = `const packageId = '7be0a1d4-5c7e-4d2b-9a53-2f2f0c1b9d10';
      const meetingVideoId = '9f6a2f5c-1b86-4a0f-a3a1-0b6e4f6d2a04';`;
    await runFile(folder, `const apiKey = 'emulator-key';\n${ids}\n${code}`);
  });

  test('the emulator prints at its start what its README shows', () => {
    const shown = codeBelow(readmeOf('emulator'), '# iinked-sign-emulator', 'text');
    expect(printed.replaceAll(new URL(address).origin, 'http://127.0.0.1:4010')).toBe(shown);
  });

  test("the emulator's README example of a snapshot starts an emulator with what the other holds", async () => {
    const [save = '', again = ''] = codeBelow(readmeOf('emulator'), 'A snapshot is a seed', 'sh').split('\n');
    await run('sh', ['-ec', save.replace('http://127.0.0.1:4010', new URL(address).origin)], { cwd: folder });
    const options = again.replace('npx iinked-sign-emulator ', '').split(' ');
    const second = await startEmulatorCommand(folder, options);
    onTestFinished(second.stop);
    expect(second.printed).toContain('holds     6 packages, 12 videos');
  });

  test("the emulator's README example for CI runs the tests beside an emulator, and ends it", async () => {
    const script = codeBelow(readmeOf('emulator'), 'In CI,', 'sh');
    const beside = `trap 'kill $emulator 2>/dev/null || true' EXIT\n${script}\nwait $emulator || true`;
    const { IINKED_SIGN_SERVER: _, ...env } = process.env;
    expect(await run('sh', ['-ec', beside], { cwd: folder, env })).toContain('the tests see 200');
  });

  test("the emulator's README example of a test runs", async () => {
    const code = codeBelow(readmeOf('emulator'), '## In tests', 'ts');
    await runFile(folder, `import { createClient } from 'iinked-sign';\n${code}`);
  });

  test("the root README's TypeScript example runs", () => runTypeScriptExample(address, folder));

  test("the root README's example of the command runs", () =>
    runCommandExample(address, join(folder, 'node_modules/.bin/iinked-sign')));

  test("the root README's n8n example runs", () => runN8nExample(folder, address));
});

async function install(folder: string, tarballs: string[]): Promise<void> {
  const seen =
    "fetch(process.env.IINKED_SIGN_SERVER + '/../../').then(({ status }) => console.log('the tests see', status))";
  const scripts = { test: `node --eval "${seen}"` };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', scripts }));
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  // As n8n installs a community node: without peer dependencies and scripts. It brings n8n-workflow itself.
  const asN8n = ['--legacy-peer-deps', '--ignore-scripts'];
  await run('npm', ['install', ...quiet, ...asN8n, ...tarballs], { cwd: folder, timeoutMs: 120_000 });
  const workflow = dirname(createRequire(import.meta.url).resolve('n8n-workflow/package.json'));
  await symlink(workflow, join(folder, 'node_modules/n8n-workflow'), 'dir');
}

/** Starts the installed emulator by its command, on a free port, and reads what it prints at its start. */
async function startEmulatorCommand(
  folder: string,
  options: string[] = [],
): Promise<{ address: string; printed: string; stop: () => void }> {
  const bin = join(folder, 'node_modules/.bin/iinked-sign-emulator');
  const command = start(bin, ['--port', '0', ...options], { cwd: folder });
  command.stderr.pipe(process.stderr);
  const lines: string[] = [];
  for await (const line of createInterface(command.stdout)) {
    lines.push(line);
    if (!line.startsWith('  stop')) continue;
    command.stdout.resume();
    const printed = lines.join('\n');
    const [, address = ''] = /^ {2}address +(\S+)$/m.exec(printed) ?? [];
    return { address, printed, stop: () => command.kill() };
  }
  throw new Error('The emulator did not start.');
}
