import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from 'iinked-sign-testing/processes';
import { expect, test } from 'vitest';
import { lockRun } from '../src/files/lock.ts';
import { isAlive, markOf } from '../src/files/process.ts';
import { makeRun } from '../src/files/run.ts';
import { writeNew } from '../src/files/writeNew.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'run-'));

/** The mark of a process that has ended. */
async function aDeadMark(): Promise<object> {
  const program = start('sleep', ['60'], { timeoutMs: 60_000 });
  const mark = await markOf(program.pid ?? 0);
  program.kill('SIGKILL');
  await new Promise((resolve) => program.once('close', resolve));
  return mark;
}

test('a file is for this user alone, and is not overwritten', async () => {
  const file = join(await newFolder(), 'plan.json');
  await writeNew(file, 'one');
  await expect(writeNew(file, 'two')).rejects.toThrow(`${file}: is there already, and is not overwritten.`);
  expect(await readFile(file, 'utf8')).toBe('one');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('of a file that cannot be written nothing is left', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'taken'));
  await expect(writeNew(join(folder, 'taken'), 'x')).rejects.toThrow('is there already');
  await expect(writeNew(join(folder, 'none', 'x'), 'x')).rejects.toThrow('It does not exist. (ENOENT)');
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a folder of a run is for this user alone, and for one plan', async () => {
  const folder = join(await newFolder(), 'runs', '2026-01');
  await makeRun(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, '..'))).mode & 0o777).toBe(0o700);
  await writeFile(join(folder, 'plan.json'), '{}');
  await expect(makeRun(folder)).rejects.toThrow('has a plan already. Every plan gets a folder of its own');
});

test('a run is locked once, and again after it was unlocked', async () => {
  const folder = await newFolder();
  const unlock = await lockRun(folder, 'apply');
  await expect(lockRun(folder, 'audit')).rejects.toThrow(`"apply" has worked here since`);
  await expect(lockRun(folder, 'audit')).rejects.toThrow(`in process ${process.pid} of this machine.`);
  unlock();
  (await lockRun(folder, 'audit'))();
  expect(await readdir(folder)).toEqual([]);
});

test('of many that lock a run at once one does, also where a dead process has left its lock', async () => {
  const dead = await aDeadMark();
  for (const isLeft of [false, true]) {
    const folder = await newFolder();
    const lock = { id: 'a0', ...dead, command: 'apply', since: '2026-01-01T00:00:00Z' };
    if (isLeft) await writeFile(join(folder, 'lock'), JSON.stringify(lock));
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockRun(folder, 'apply')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  }
});

test('the lock of a dead process is taken over, also where its number has come again', async () => {
  const folder = await newFolder();
  const again = { host: hostname(), pid: process.pid, born: 'another start' };
  for (const mark of [await aDeadMark(), ...(process.platform === 'linux' ? [again] : [])]) {
    await writeFile(join(folder, 'lock'), JSON.stringify({ id: 'a0', ...mark, command: 'apply', since: '' }));
    (await lockRun(folder, 'apply'))();
    expect(await readdir(folder)).toEqual([]);
  }
});

test('the lock of another machine is left alone, with advice', async () => {
  const folder = await newFolder();
  const lock = { id: 'a0', host: 'elsewhere', pid: 1, command: 'apply', since: '2026-01-01T00:00:00Z' };
  await writeFile(join(folder, 'lock'), JSON.stringify(lock));
  await expect(lockRun(folder, 'apply')).rejects.toThrow(
    'on another machine, elsewhere. If nothing runs there any more, remove this file.',
  );
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a lock that is none is left alone, with advice', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'lock'), 'not one');
  await expect(lockRun(folder, 'apply')).rejects.toThrow('then remove this file.');
});

test('a process is known from one that had its number before', async () => {
  const mark = await markOf(process.pid);
  expect(await isAlive(mark)).toBe(true);
  if (process.platform === 'linux') expect(await isAlive({ ...mark, born: 'another start' })).toBe(false);
});
