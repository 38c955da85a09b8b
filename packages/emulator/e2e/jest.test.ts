import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { installedPackage } from 'iinked-sign-testing/runtimes';
import { expect, onTestFinished, test } from 'vitest';

const emulator = fileURLToPath(new URL('..', import.meta.url));

/** The files of the README's recipe for Jest, by their names. */
async function recipe(): Promise<Map<string, string>> {
  const readme = await readFile(join(emulator, 'README.md'), 'utf8');
  const [, block = ''] = /```js\n(\/\/ jest\.config\.js\n.*?)```/s.exec(readme) ?? [];
  const files = block.split(/^\/\/ (?=\S+\n)/m).filter(Boolean);
  return new Map(files.map((file) => [file.slice(0, file.indexOf('\n')), file.slice(file.indexOf('\n'))]));
}

/** Tests that all delete the same video, each after a fault, and look at what was requested. */
const tests = `
test.each([1, 2, 3])('deletes the one video, and nobody else does, round %i', async () => {
  const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
  const meetingVideoId = '4c512b8a-c1ad-47da-ae22-5a61115505e3';
  const post = (path, body) =>
    fetch(new URL(path, server), { method: 'POST', headers, body: JSON.stringify(body) }).then(({ status }) => status);
  const deletion = () => post(\`/api/v1/packages/\${packageId}/videos/delete\`, { packageId, meetingVideoId });
  await post('/_emulator/faults', { status: 503, on: 'deleteVideos' });
  expect(await deletion()).toBe(503);
  expect(await deletion()).toBe(200);
  expect(await deletion()).toBe(404);
  const { items } = await (await fetch(new URL('/_emulator/requests', server), { headers })).json();
  expect(items.map(({ status }) => status)).toEqual([503, 200, 404]);
});
`;

test("the README's recipe lets 45 tests in 15 files run in Jest at the same time", async () => {
  const jest = join(dirname(await installedPackage('jest', '30.5.2')), '.bin/jest');
  const folder = await mkdtemp(join(tmpdir(), 'jest-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'node_modules'));
  await symlink(emulator, join(folder, 'node_modules/iinked-sign-emulator'));
  const { 'deletion.test.js': beginning, ...others } = Object.fromEntries(await recipe());
  for (const [name, content] of Object.entries(others)) await writeFile(join(folder, name), content);
  for (let file = 1; file <= 15; file++) await writeFile(join(folder, `deletion-${file}.test.js`), beginning + tests);

  const output = await run(jest, ['--json', '--maxWorkers=4'], { cwd: folder, timeoutMs: 120_000 });
  expect(JSON.parse(output)).toMatchObject({ numTotalTests: 45, numPassedTests: 45, numTotalTestSuites: 15 });
});
