import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from 'iinked-sign-testing/processes';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { publishedNames } from '../src/tarballs.ts';

let workflow = '';
beforeAll(async () => {
  workflow = await readFile(new URL('../../../.github/workflows/release.yml', import.meta.url), 'utf8');
});

test('a tag for each package that is published starts a release', () => {
  for (const name of [...publishedNames, 'zapier-iinked-sign']) expect(workflow).toContain(`"${name}@*"`);
});

test('every action is pinned to a commit, with the version beside it', () => {
  const used = [...workflow.matchAll(/uses: (.+)/g)].map(([, action]) => action);
  expect(used.length).toBeGreaterThan(5);
  for (const action of used) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('only a commit of main is released', async () => {
  const [, check = ''] = /name: The commit is on main\n +run: (.+)/.exec(workflow) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-main-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => run('git', [...author, ...args], { cwd: folder });
  const commit = async (text: string) => {
    await writeFile(join(folder, 'file'), text);
    await git('add', 'file');
    await git('commit', '--quiet', '--message', text);
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  await commit('first');
  await commit('second');
  // What actions/checkout leaves: the branch of the server, and the commit of the tag.
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  await git('checkout', '--quiet', '--detach', 'HEAD~1');
  await run('sh', ['-ec', check], { cwd: folder });
  await commit('never reviewed');
  await expect(run('sh', ['-ec', check], { cwd: folder })).rejects.toThrow();
});
