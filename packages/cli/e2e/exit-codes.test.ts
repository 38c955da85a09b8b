import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, type TestContext, test, vi } from 'vitest';
import { anOffice, type Office } from './office.ts';

async function aPlan(context: TestContext, rules: object = {}): Promise<Office & { apply: string }> {
  const office = await anOffice(context, { videos: 3, rules });
  expect(await office.run('plan --out run')).toMatchObject({ code: 0 });
  const { id } = await office.json('run/plan.json');
  return { ...office, apply: `apply run --confirm ${id}` };
}

const shows = (text: string) => expect.stringContaining(text);

// Many processes share the machine.
describe.concurrent('a command ends with', { timeout: 300_000 }, () => {
  test('0 when a plan has nothing to do, and says whether its rules match nothing', async (context) => {
    const office = await anOffice(context, { videos: 3 });
    await writeFile(join(office.folder, 'held.csv'), 'matterNumber\n2014-1000\n');
    const held = await office.run('plan --out held --holds held.csv');
    expect(held).toMatchObject({ code: 0, out: shows('Nothing to do: of 2 packages within the rules') });
    const policy = { ...(await office.json('retention.json')), packages: { search: 'Nobody' } };
    await writeFile(join(office.folder, 'retention.json'), JSON.stringify(policy));
    const unmatched = await office.run('plan --out unmatched --no-holds --detailed-exitcode');
    expect(unmatched).toMatchObject({ code: 0, out: shows('NOTHING MATCHED') });
  });

  test('1 when a file cannot be read rightly, and nothing was sent', async (context) => {
    const office = await anOffice(context, { videos: 3, holds: 'matterNumber\n7\n\n' });
    expect(await office.run('plan --out run')).toMatchObject({
      code: 1,
      shown: 'holds.csv:3: This row is empty. Remove it.\n',
    });
    await writeFile(join(office.folder, 'holds.csv'), 'packageId\n../x\n');
    const id = await office.run('plan --out run');
    expect(id).toMatchObject({ code: 1, shown: shows('holds.csv:2: hold.packageIds[0] must not contain "."') });
    await writeFile(join(office.folder, 'retention.json'), '{\n"olderThen": {} }');
    const policy = await office.run('plan --out run');
    expect(policy).toMatchObject({
      code: 1,
      shown: shows('retention.json:2: olderThen is not a field of a policy. Did'),
    });
    expect(await office.run('plan --out run --policy none.json')).toMatchObject({
      code: 1,
      shown: shows('`iinked-sign init`'),
    });
    expect(office.emulator.requests).toEqual([]);
    expect(await office.files('.')).toEqual(['holds.csv', 'retention.json']);
  });

  test('1 when an apply deleted nothing, and its videos failed', async (context) => {
    const office = await aPlan(context);
    office.emulator.failNext({ on: 'deleteVideos', status: 403, times: 'always' });
    expect(await office.run(office.apply)).toMatchObject({ code: 1, out: shows('failed        3 videos not deleted') });
    expect(office.alive()).toBe(4);
  });

  test('130 when a plan is interrupted, and leaves nothing', async (context) => {
    const office = await anOffice(context, { videos: 3 });
    office.emulator.failNext({ on: 'listVideos', delayMs: 60_000, times: 'always' });
    const plan = office.type('plan --out run');
    await vi.waitFor(() => expect(office.emulator.requests).not.toEqual([]), { timeout: 60_000 });
    plan.kill('SIGINT');
    expect(await plan.ended).toBe(130);
    expect(await office.files('.')).toEqual(['holds.csv', 'retention.json']);
  });

  test('2 when a plan has videos to delete, where that is asked for', async (context) => {
    const office = await anOffice(context, { videos: 3 });
    expect(await office.run('plan --out run --detailed-exitcode')).toMatchObject({ code: 2 });
  });

  test('3 when a plan is beyond its limits, and shows what it would be', async (context) => {
    const office = await anOffice(context, { videos: 3, rules: { limits: { videos: 2 } } });
    const plan = await office.run('plan --out run');
    expect(plan).toMatchObject({ code: 3, out: shows('Preview of a deletion plan: 3 videos to delete') });
    expect(plan.shown).toContain('3 videos meet the rules, and the limit is 2.');
    expect(await office.files('run')).toEqual(['preview-1.html', 'preview-1.json']);
    expect(await office.run('show run/preview-1.json')).toMatchObject({ code: 0 });
    expect(await office.run('plan --out run')).toMatchObject({ code: 3 });
    expect(await office.files('run')).toContain('preview-2.json');
  });

  test('3 when a hold matches nothing, with its line', async (context) => {
    const office = await anOffice(context, { videos: 3, holds: 'folderId,reason\nf-1,court\n' });
    const plan = await office.run('plan --out run');
    expect(plan).toMatchObject({ code: 3, shown: shows('See holds.csv:2.') });
    expect(await office.files('.')).not.toContain('run');
  });

  test('3 when nobody consents to an apply', async (context) => {
    const office = await aPlan(context);
    const silent = await office.run('apply run');
    expect(silent).toMatchObject({ code: 3, shown: shows('To consent, add --confirm ') });
    expect(await office.run('apply run --confirm another')).toMatchObject({ code: 3 });
    for (const typed of ['\r', '4\r', 'yes\r']) {
      const asked = office.type('apply run', { isTerminal: true });
      await asked.sees('Type the number of videos');
      asked.type(typed);
      expect(await asked.ended).toBe(3);
    }
    expect(office.alive()).toBe(4);
  });

  test('3 when a plan was changed, another key sealed it, or somebody rejected it', async (context) => {
    const office = await aPlan(context);
    const file = join(office.folder, 'run', 'plan.json');
    const sealed = await readFile(file, 'utf8');
    await writeFile(file, sealed.replace('video-3', 'video-9'));
    for (const command of [office.apply, 'audit run', 'show run', 'approve run --by Jane']) {
      expect(await office.run(command)).toMatchObject({ code: 3, shown: shows('was changed after it was sealed') });
    }
    await writeFile(file, sealed.slice(0, 200));
    expect(await office.run(office.apply)).toMatchObject({ code: 3, shown: shows('is not JSON, or was cut off') });
    await writeFile(file, sealed);
    const env = { ...office.env, IINKED_SIGN_SEAL_KEY: 'another key that seals' };
    expect(await office.run(office.apply, { env })).toMatchObject({ code: 3, shown: shows('Another key sealed this') });
    expect(await office.run('reject run --by Jane --note "Not yet"')).toMatchObject({ code: 0 });
    expect(await office.run(office.apply)).toMatchObject({ code: 3, shown: shows('"Jane" rejected this plan') });
    expect(office.alive()).toBe(4);
  });

  test('3 when a plan is too old, by the option or the policy', async (context) => {
    const office = await aPlan(context, { maxAgeHours: 0.000_01 });
    expect(await office.run(office.apply)).toMatchObject({ code: 3, shown: shows('older than 0.00001 hours') });
    expect(await office.run(`${office.apply} --max-age-hours 1`)).toMatchObject({ code: 0 });
  });

  test('4 when the key is not accepted', async (context) => {
    const office = await aPlan(context);
    const env = { ...office.env, IINKED_SIGN_API_KEY: 'wrong' };
    for (const command of ['plan --out other', office.apply, 'audit run']) {
      expect(await office.run(command, { env })).toMatchObject({ code: 4 });
    }
    expect(await office.files('.')).not.toContain('other');
  });

  test('5 when a run deleted something and is not through', async (context) => {
    const office = await aPlan(context);
    office.emulator.failNext({ on: 'deleteVideos', meetingVideoId: 'video-2', status: 403, times: 'always' });
    const apply = await office.run(office.apply);
    expect(apply).toMatchObject({ code: 5, shown: shows('the same plan again: it goes on where this run ended') });
    expect(apply.out).toContain('deleted       2 videos of 3');
  });

  test('6 when a plan is not settled', async (context) => {
    const office = await aPlan(context);
    const audit = await office.run('audit run');
    expect(audit).toMatchObject({ code: 6, shown: shows('Next: iinked-sign apply run') });
    expect(audit.out).toContain('overdue    3 videos');
    expect(await office.run(office.apply)).toMatchObject({ code: 0 });
    expect(await office.run('audit run')).toMatchObject({ code: 0 });
    expect(await office.files('run')).toEqual(
      expect.arrayContaining(['receipt.json', 'receipt-2.json', 'receipt-2.html']),
    );
  });
});

test('a video without a proven copy is kept where the policy requires an archive', async (context) => {
  const office = await aPlan(context, { requireArchive: true });
  expect(await office.run(office.apply)).toMatchObject({
    code: 1,
    shown: shows('First  iinked-sign archive run --to FOLDER.'),
  });
  const copy = Buffer.alloc(1000, 'x');
  const sha256 = createHash('sha256').update(copy).digest('hex');
  await writeFile(join(office.folder, 'whole.mp4'), copy);
  await writeFile(join(office.folder, 'changed.mp4'), Buffer.alloc(1000, 'y'));
  const entry = (meetingVideoId: string, file: string) => ({
    packageId: 'package-1',
    meetingVideoId,
    size: 1000,
    sha256,
    file,
  });
  const videos = [entry('video-1', 'whole.mp4'), entry('video-2', 'changed.mp4'), entry('video-3', 'none.mp4')];
  await writeFile(join(office.folder, 'run', 'archive.json'), JSON.stringify({ folder: '..', videos }));
  expect(await office.run(office.apply)).toMatchObject({ code: 0, out: shows('kept          2 videos') });
  expect(office.alive()).toBe(3);
});

test('what people open of a run can do nothing', async (context) => {
  const office = await anOffice(context, { videos: 0 });
  const timeCreated = '2014-03-01T10:00:00Z';
  const name = '=HYPERLINK("http://example.com","<script>alert(1)</script>")';
  office.emulator.seed([aPackage({ name, matterNumber: '7', timeCreated, videos: [aVideo({ timeCreated })] })]);
  expect(await office.run('plan --out run --detailed-exitcode')).toMatchObject({ code: 2 });
  const cells = await readFile(join(office.folder, 'run', 'plan.csv'), 'utf8');
  expect(cells).toContain(`"'=HYPERLINK(`);
  expect(cells).not.toMatch(/(^|,)"?[=+@]/m);
  expect(await readFile(join(office.folder, 'run', 'plan.html'), 'utf8')).not.toMatch(/<script/);
});
