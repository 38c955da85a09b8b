import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anOffice, type Office } from './office.ts';
import { interrupt } from './typed.ts';

/** The files that `init` wrote, as somebody edits them. */
async function edit({ folder, emulator }: Office): Promise<void> {
  const file = join(folder, 'policy', 'retention.json');
  const written = JSON.parse(await readFile(file, 'utf8'));
  const rules = {
    packages: { states: ['executed'] },
    olderThan: { years: 10 },
    limits: { videos: 50 },
    approvalsNeeded: 2,
    timeZone: 'America/Toronto',
  };
  await writeFile(file, JSON.stringify({ ...written, server: emulator.url, ...rules }, null, 2));
  const holds = join(folder, 'policy', 'holds.csv');
  await writeFile(holds, `${(await readFile(holds, 'utf8')).trimEnd()}\n,,2014-1003,,,,,"asked for\nby court"\n`);
}

// Many processes share the machine.
describe.concurrent('the whole job', { timeout: 300_000 }, () => {
  test('at a terminal, interrupted in the middle, ends settled', async (context) => {
    const office = await anOffice(context);
    const at = { isTerminal: true, cwd: join(office.folder, 'policy') };
    const { IINKED_SIGN_API_KEY: _, ...sealKeyAlone } = office.env;

    expect(await office.run('init policy', { isTerminal: true })).toMatchObject({ code: 0 });
    await edit(office);
    expect(await office.run('check', at)).toMatchObject({ code: 0 });
    const plan = await office.run('plan --out run --detailed-exitcode', at);
    expect(plan).toMatchObject({ code: 2, shown: expect.stringContaining('delete      9 videos') });
    const show = await office.run('show run', { ...at, env: {} });
    expect(show).toMatchObject({ code: 0, shown: expect.stringContaining('Seal not checked') });
    expect(show.shown).toContain('Deletion plan: 9 videos to delete');

    const early = await office.run('apply run', { ...at, isTerminal: false });
    expect(early).toMatchObject({ code: 3, shown: expect.stringContaining('needs approvals by 2 different people') });
    expect(await office.run('approve run --by "Jane Doe" --note LEGAL-123', at)).toMatchObject({ code: 0 });
    const second = await office.run('approve run --by "John Roe"', { ...at, env: sealKeyAlone });
    expect(second).toMatchObject({ code: 0, shown: expect.stringContaining('Next: iinked-sign apply run') });

    for (let video = 3; video <= 9; video += 1) {
      office.emulator.failNext({ on: 'deleteVideos', meetingVideoId: `video-${video}`, delayMs: 1500 });
    }
    const apply = office.type('apply run', at);
    await apply.sees('Type the number of videos');
    apply.type('9\r');
    await office.deletions(2);
    apply.type(interrupt);
    expect(await apply.ended).toBe(130);
    expect(apply.shown()).toContain('Next: iinked-sign apply run');
    const { totals } = await office.json('policy/run/report-1.json');
    expect(totals).toMatchObject({ planned: 9, deleted: 13 - office.alive(), unknown: 0, failed: 0 });
    expect(office.alive()).toBeGreaterThan(4);

    office.emulator.clearFaults();
    const again = office.type('apply run', at);
    await again.sees('Type the number of videos');
    again.type('9\r');
    expect(await again.ended).toBe(0);
    const audit = await office.run('audit run', at);
    expect(audit).toMatchObject({ code: 0, shown: expect.stringContaining('settled and complete') });
    expect(await office.json('policy/run/receipt.json')).toMatchObject({ settled: true, complete: true });
    expect(await office.files('policy/run')).toEqual([
      'approvals',
      'plan.csv',
      'plan.html',
      'plan.json',
      'receipt.html',
      'receipt.json',
      'report-1.json',
      'report-2.json',
    ]);
    // The three of the matter on hold, and the recent one.
    expect(office.alive()).toBe(4);
  });

  test('without a terminal, as from cron, ends settled', async (context) => {
    const office = await anOffice(context);
    const at = { cwd: join(office.folder, 'policy') };
    expect(await office.run('init policy')).toMatchObject({ code: 0 });
    await edit(office);
    expect(await office.run('check', at)).toMatchObject({ code: 0 });
    expect(await office.run('plan --out run', at)).toMatchObject({ code: 0 });
    expect(await office.run('show run --format csv', at)).toMatchObject({ code: 0 });
    expect(await office.run('approve run --by "Jane Doe"', at)).toMatchObject({ code: 0 });
    expect(await office.run('approve run --by "JANE  doe"', at)).toMatchObject({ code: 0 });
    expect(await office.run('apply run', at)).toMatchObject({ code: 3 });
    expect(await office.run('approve run --by "John Roe" --strike video-9', at)).toMatchObject({ code: 0 });
    expect(await office.run('apply run --dry-run', at)).toMatchObject({ code: 0 });
    expect(office.alive()).toBe(13);
    expect(await office.run('apply run', at)).toMatchObject({ code: 0 });
    const audit = await office.run('audit run --json', at);
    expect(audit.code).toBe(0);
    expect(JSON.parse(audit.out)).toMatchObject({ settled: true, complete: false, totals: { deleted: 8, kept: 1 } });
    expect(office.alive()).toBe(5);
  });
});
