import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { anOffice } from './office.ts';
import { interrupt } from './typed.ts';

/** A run with a plan that whoever has the key can apply. */
async function aPlannedRun(context: TestContext, { videos = 12, rules = {} } = {}) {
  const office = await anOffice(context, { videos, rules });
  expect(await office.run('plan --out run')).toMatchObject({ code: 0 });
  const { id } = await office.json('run/plan.json');
  return { ...office, apply: `apply run --confirm ${id}` };
}

const slowly = { on: 'deleteVideos', delayMs: 200, times: 'always' } as const;

// Many processes share the machine.
describe.concurrent('an apply', { timeout: 300_000 }, () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('that gets a %s ends what is under way, reports, and goes on later', async ([signal, code], context) => {
    const office = await aPlannedRun(context);
    office.emulator.failNext(slowly);
    const apply = office.type(office.apply);
    await office.deletions(2);
    apply.kill(signal);
    expect(await apply.ended).toBe(code);
    const { totals, stopped } = await office.json('run/report-1.json');
    expect(stopped).toBe('aborted');
    expect(totals).toMatchObject({ planned: 12, unknown: 0, failed: 0, deleted: 13 - office.alive() });
    expect(office.alive()).toBeGreaterThan(1);
    expect(apply.shown()).toContain('Next: iinked-sign apply run');
    office.emulator.clearFaults();
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    expect(await office.run('audit run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('settled and complete'),
    });
    expect(office.alive()).toBe(1);
  });

  test('whose terminal goes away ends as it does at a SIGHUP', async (context) => {
    const office = await aPlannedRun(context);
    office.emulator.failNext(slowly);
    const apply = office.type('apply run', { isTerminal: true });
    await apply.sees('Type the number of videos');
    apply.type('12\r');
    await office.deletions(2);
    apply.kill('SIGKILL');
    expect(await apply.ended).toBe(129);
    const { totals } = await office.json('run/report-1.json');
    expect(totals).toMatchObject({ unknown: 0, failed: 0, deleted: 13 - office.alive() });
    office.emulator.clearFaults();
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    expect(office.alive()).toBe(1);
  });

  test('that was killed is gone on with: the API is the journal, and the lock of the dead is taken over', async (context) => {
    const office = await aPlannedRun(context);
    office.emulator.failNext(slowly);
    const killed = office.type(office.apply);
    await office.deletions(2);
    killed.kill('SIGKILL');
    await killed.ended;
    expect(await office.files('run')).toContain('lock');
    office.emulator.clearFaults();
    expect(await office.run(office.apply)).toMatchObject({
      code: 0,
      shown: expect.stringContaining('before this run'),
    });
    expect(await office.run('audit run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('settled and complete'),
    });
    expect(await office.files('run')).not.toContain('lock');
    expect(office.alive()).toBe(1);
  });

  test('beside another one is refused', async (context) => {
    const office = await aPlannedRun(context);
    office.emulator.failNext({ on: 'deleteVideos', meetingVideoId: 'video-12', delayMs: 25_000 });
    const first = office.type(office.apply);
    await office.deletions(11);
    const second = await office.run(office.apply);
    expect(second).toMatchObject({ code: 1, shown: expect.stringContaining('"apply" has worked here since') });
    expect(await first.ended, first.shown()).toBe(0);
    expect(await office.files('run')).toContain('report-1.json');
    expect(office.alive()).toBe(1);
  });

  test('whose report does not fit on the disk says what was deleted, and gives the report to keep', async (context) => {
    const office = await aPlannedRun(context);
    // In blocks of 512 or 1024 bytes: the lock fits, the report does not.
    const apply = await office.run(office.apply, { before: 'ulimit -f 1' });
    expect(apply).toMatchObject({ code: 5, shown: expect.stringContaining('THE REPORT WAS NOT WRITTEN.') });
    expect(apply.shown).toContain('deleted  package-1/video-1\n');
    const report = JSON.parse(apply.out);
    expect(report).toMatchObject({ totals: { deleted: 12 } });
    expect(await office.files('run')).toEqual(['plan.csv', 'plan.html', 'plan.json']);
    await writeFile(join(office.folder, 'run', 'report-1.json'), apply.out);
    expect(await office.run('audit run')).toMatchObject({ code: 0 });
  });

  test('in a run that cannot be written deletes nothing', async (context) => {
    const office = await aPlannedRun(context);
    // Root may write everywhere, but no user can make a file where its folder is a file.
    await mkdir(join(office.folder, 'other'));
    await writeFile(join(office.folder, 'other', 'run'), '');
    const apply = await office.run(office.apply.replace('run', 'other/run'));
    expect(apply).toMatchObject({ code: 1, shown: expect.stringContaining('A part of its path is a file.') });
    const full = await office.run(office.apply, { before: 'ulimit -f 0' });
    expect(full).toMatchObject({ code: 1, shown: expect.stringContaining('run/lock: cannot be written.') });
    expect(office.alive()).toBe(13);
  });

  test('waits as long as the server wants no requests', async (context) => {
    const office = await aPlannedRun(context);
    for (let times = 0; times < 3; times += 1) {
      office.emulator.failNext({ status: 429, retryAfter: 1, on: 'deleteVideos', times: 4 });
    }
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    expect(office.alive()).toBe(1);
  });

  test('ends at once at the second signal, and what was under way is found out later', async (context) => {
    const office = await aPlannedRun(context);
    for (const meetingVideoId of ['video-3', 'video-6', 'video-9', 'video-12']) {
      office.emulator.failNext({ on: 'deleteVideos', meetingVideoId, delayMs: 50_000 });
    }
    const apply = office.type('apply run', { isTerminal: true });
    await apply.sees('Type the number of videos');
    apply.type('12\r');
    await office.deletions(8);
    apply.type(interrupt);
    await apply.sees('again ends at once');
    apply.type(interrupt);
    expect(await apply.ended).toBe(130);
    expect(await office.files('run')).not.toContain('report-1.json');
    office.emulator.clearFaults();
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    expect(await office.run('audit run')).toMatchObject({ code: 0 });
  });
});
