// The sweep, as it ships: imported on the command line, filled in, and run with people at both ends of it.

import { aPackage, aVideo } from 'iinked-sign-emulator';
import { type Mailbox, startMailbox } from 'iinked-sign-testing/mailbox';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { startSlack } from 'iinked-sign-testing/slack';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formAt, linkIn, type Response, respondTo } from './people.mts';
import { useScene } from './scene.mts';
import { fillIn, importTemplates, startBy, type Template } from './templates.mts';

const slack = await startSlack();
const scene = useScene(slack.env);
let mailbox: Mailbox;
let tables: string;
let receipts: string;

const old = '2015-01-03T12:00:00.000Z';
const columns = (type: string, ...names: string[]) => names.map((name) => ({ name, type }));

beforeAll(async () => {
  mailbox = await startMailbox();
  const smtp = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true, user: '', password: '' };
  await importTemplates(scene, [
    { name: 'SMTP account', type: 'smtp', data: smtp },
    { name: 'Slack account', type: 'slackApi', data: { accessToken: 'not-a-real-token' } },
  ]);
  const { id } = await scene.rest.get<{ id: string }>('/projects/personal');
  tables = `/projects/${id}/data-tables`;
  const receipt = await scene.rest.post<{ id: string }>(tables, {
    name: 'iinked Sign receipts',
    columns: [
      ...columns('string', 'planId', 'server', 'checkedAt', 'approvedBy', 'receipt'),
      ...columns('number', 'planned', 'deleted', 'kept', 'overdue', 'missing', 'unplanned'),
      ...columns('boolean', 'complete', 'settled'),
    ],
  });
  receipts = `${tables}/${receipt.id}/rows`;
});
afterAll(() => {
  mailbox?.close();
  slack.close();
});

let holds: string | undefined;
beforeEach(async () => {
  mailbox.mails.length = 0;
  slack.messages.length = 0;
  if (holds) await scene.rest.delete(`${tables}/${holds}`);
  const names = ['packageId', 'meetingVideoId', 'matterNumber', 'clientNumber', 'folderId', 'teamId', 'memberId'];
  const table = { name: 'iinked Sign holds', columns: columns('string', ...names, 'reason') };
  ({ id: holds } = await scene.rest.post<{ id: string }>(tables, table));
});

/** Writes rows into the table of holds. */
const hold = (...data: object[]) => scene.rest.post(`${tables}/${holds}/insert`, { data });

/** Seeds a package of executed signings, and tells which of its videos are left. */
function seed(packageId: string, ids: string[], more: Partial<Parameters<typeof aPackage>[0]> = {}): () => string[] {
  const videos = ids.map((meetingVideoId) => aVideo({ meetingVideoId, timeCreated: old, size: 1000 }));
  const times = { timeCreated: old, timeExecuted: old, state: 'executed' };
  scene.emulator.seed([aPackage({ packageId, name: `Office ${packageId}`, ...times, videos, ...more })]);
  return () =>
    (scene.emulator.packages.find((each) => each.packageId === packageId)?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

// n8n looks once a minute for executions whose time to wait is over.
const mailMs = 100_000;

/** The mail to somebody with such a subject, once it has arrived. */
async function mailTo(to: string, subject: RegExp) {
  const isIt = (mail: Mailbox['mails'][number]) => addresses(mail).includes(to) && subject.test(mail.subject ?? '');
  const arrived = () => mailbox.mails.map((mail) => `${addresses(mail)}: ${mail.subject}`);
  await expect
    .poll(() => mailbox.mails.some(isIt) || arrived(), { timeout: mailMs, message: `a mail to ${to}` })
    .toBe(true);
  const mail = mailbox.mails.find(isIt);
  if (!mail) throw new Error('The mail has gone.');
  return mail;
}

const addresses = ({ to }: Mailbox['mails'][number]) =>
  [to ?? []]
    .flat()
    .map(({ text }) => text)
    .join();

/** Starts the sweep with these rules, filled in as its user would. */
async function sweep({
  settings = {},
  rules = {},
  wait,
  template = 'iinkedSignSweep',
}: {
  settings?: object;
  rules?: object;
  wait?: string;
  template?: string;
} = {}) {
  const people = {
    from: 'n8n@example.com',
    approvers: 'jane@example.com, john@example.com',
    tell: 'legal@example.com',
  };
  const inChat = { approvers: 'UJANE', tell: 'CLEGAL' };
  const id = await fillIn(scene.rest, template, {
    settings: { ...(template === 'iinkedSignSweep' ? people : inChat), nothingOnHold: true, ...settings },
    parameters: {
      'Create Plan': { olderThan: 5, maxVideos: 2000, filters: { states: 'executed', search: 'Office' }, ...rules },
    },
    ...(wait && { options: { Ask: waiting(wait) } }),
  });
  await startBy(scene.rest, id, { name: 'Every Month' });
  return {
    id,
    ended: (node: string) => lastExecution(scene.rest, id, node),
    decide: async (to: string, response: Response, subject = /^Delete/) =>
      respondTo(linkIn(await mailTo(to, subject)), response),
  };
}

/** How long Ask waits, as an expression in days. */
const waiting = (resumeAmount: string) => ({
  limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount, resumeUnit: 'days' } },
});
const aSecond = 1 / 86_400;

const rowsOf = async () => (await scene.rest.get<{ data: { planId: string; receipt: string }[] }>(receipts)).data;

test('every template is imported by n8n import:workflow, with the credentials that it names', async () => {
  const ids = ['iinkedSignSweep', 'iinkedSignSweepChat', 'iinkedSignArchive', 'iinkedSignErrors'];
  const all = await Promise.all(ids.map((id) => scene.rest.get<Template>(`/workflows/${id}`)));
  const credentials = all.flatMap(({ nodes }) => nodes.flatMap((node) => Object.values(node.credentials ?? {})));
  expect(credentials.length).toBeGreaterThan(10);
  for (const credential of credentials) expect(credential).toMatchObject({ id: expect.stringMatching(/./) });
});

describe('the sweep', { timeout: 5 * 60_000 }, () => {
  test('asks by mail, deletes what was approved but for what was struck, and tells with the receipt', async () => {
    const left = seed('sweep-1', ['a', 'b', 'c']);
    const { ended, decide } = await sweep();
    const link = linkIn(await mailTo('jane@example.com', /^Delete 3 recorded videos\?/));
    const page = await formAt(link);
    expect(page).toMatch(/3 videos of 1 package/);
    for (const id of ['a', 'b', 'c']) expect(page).toMatch(new RegExp(`recorded 3 January 2015 · .* · video ${id}'`));
    expect(left()).toHaveLength(3);
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe', note: 'LEGAL-1', keep: [/video b$/] });
    const told = await mailTo('legal@example.com', /^2 of 3 planned videos are deleted$/);
    expect(told.text).toContain('Approved by Jane Doe (LEGAL-1).');
    expect(told.text).toContain('kept: video b of package sweep-1 (Office sweep-1), because an approver keeps it');
    expect(told.attachments).toMatchObject([{ filename: expect.stringMatching(/^receipt-.*\.html$/) }]);
    expect(String(told.attachments[0]?.content)).toMatch(/^<!doctype html>[\s\S]*Jane Doe/);
    expect((await ended('Done')).error).toBeNull();
    expect(left()).toEqual(['b']);
    expect((await rowsOf()).at(-1)).toMatchObject({
      planned: 3,
      deleted: 2,
      kept: 1,
      approvedBy: 'Jane Doe',
      settled: true,
    });
  });

  test('asks a second person when the first has agreed, and reminds once whom it asks', async () => {
    const left = seed('sweep-2', ['a', 'b']);
    // The first person has no time for the first mail.
    const wait = `={{ $json.reminder || $json.approvals.length > 0 ? 3 : ${aSecond} }}`;
    const { ended, decide } = await sweep({ rules: { approvalsNeeded: 2 }, wait });
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe' }, /^Reminder: Delete 2 recorded videos/);
    const second = await mailTo('john@example.com', /^Delete/);
    expect(String(second.html)).toContain('Approved already by Jane Doe.');
    expect(left()).toHaveLength(2);
    await decide('john@example.com', { decision: 'Delete', name: 'John Roe' });
    const told = await mailTo('legal@example.com', /^2 of 2 planned videos are deleted$/);
    expect(told.text).toContain('Approved by Jane Doe and John Roe.');
    expect(told.text).toContain('Every planned video is deleted.');
    expect((await ended('Done')).error).toBeNull();
    expect(left()).toEqual([]);
  });

  test('keeps everything when one person says so, and tells who', async () => {
    const left = seed('sweep-3', ['a']);
    const { ended, decide } = await sweep();
    await decide('jane@example.com', { decision: 'Keep everything', name: 'Jane Doe', note: 'ask me in May' });
    const told = await mailTo('legal@example.com', /^Jane Doe decided to keep all 1 planned videos$/);
    expect(told.text).toContain('ask me in May');
    expect((await ended('Done')).error).toBeNull();
    expect(left()).toEqual(['a']);
  });

  test('keeps everything when nobody responds, also not to the reminder, and tells so', async () => {
    const left = seed('sweep-4', ['a']);
    const { ended } = await sweep({ settings: { daysToRespond: aSecond } });
    await mailTo('jane@example.com', /^Reminder/);
    const told = await mailTo('legal@example.com', /^Nobody responded: kept all 1 planned videos$/);
    expect(told.text).toContain('jane@example.com was asked, and reminded once');
    expect((await ended('Done')).error).toBeNull();
    expect(mailbox.mails.map(({ subject = '' }) => subject.split(' ')[0])).toEqual(['Delete', 'Reminder:', 'Nobody']);
    expect(left()).toEqual(['a']);
  });

  test.each<[string, () => unknown, RegExp, RegExp]>([
    ['no package was found', () => undefined, /^Look at this: no package was found$/, /look at the filters/],
    [
      'nothing is to be deleted',
      () => seed('sweep-5', ['a'], { timeExecuted: new Date().toISOString() }),
      /^No recorded videos to delete$/,
      /Of 1 packages on .*, 0 are old enough/,
    ],
    [
      'all is on hold',
      () => Promise.all([seed('sweep-5', ['a', 'b'], { matterNumber: '2015-17' }), hold({ matterNumber: '2015 17' })]),
      /^No recorded videos to delete$/,
      /2 held/,
    ],
  ])('tells when %s', async (_, given, subject, text) => {
    await given();
    const { ended } = await sweep();
    expect((await mailTo('legal@example.com', subject)).text).toMatch(text);
    expect((await ended('Done')).error).toBeNull();
  });

  test('keeps what came on hold after it was approved, and tells so', async () => {
    const left = seed('sweep-6', ['a', 'b']);
    const { decide } = await sweep({ settings: { nothingOnHold: true } });
    await mailTo('jane@example.com', /^Delete 2/);
    await hold({ packageId: 'sweep-6', meetingVideoId: 'b', reason: 'a claim' });
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe' });
    const told = await mailTo('legal@example.com', /^1 of 2 planned videos are deleted$/);
    expect(told.text).toContain('kept: video b of package sweep-6 (Office sweep-6), because it is on hold');
    expect(left()).toEqual(['b']);
  });

  test.each<[string, object[], RegExp]>([
    ['has no rows, and nobody said so', [], /has no rows. If nothing is on hold, switch nothingOnHold on/],
    ['has a row that names nothing', [{ reason: 'for the court' }], /Row 1 .* names nothing to keep/],
    ['has a row that names two things', [{ matterNumber: '1', clientNumber: '2' }], /Row 1 .* names several things/],
  ])('stops and tells when the table of holds %s', async (_, rows, text) => {
    const left = seed('sweep-7', ['a']);
    if (rows.length > 0) await hold(...rows);
    const before = scene.emulator.requests.length;
    const { ended } = await sweep({ settings: { nothingOnHold: false } });
    expect((await mailTo('legal@example.com', /^Look at this: the retention sweep stopped$/)).text).toMatch(text);
    expect((await ended('Report')).error?.message).toMatch(text);
    expect(scene.emulator.requests).toHaveLength(before);
    expect(left()).toEqual(['a']);
  });

  test('has no preset age: as it comes, it deletes nothing and tells what to fill in', async () => {
    const before = scene.emulator.requests.length;
    const { ended } = await sweep({ rules: { olderThan: '' } });
    expect((await mailTo('legal@example.com', /stopped$/)).text).toMatch(/'Only If Older Than'/);
    expect((await ended('Report')).error?.message).toMatch(/'Only If Older Than'/);
    expect(scene.emulator.requests).toHaveLength(before);
  });

  test('tells what failed and what is gone without a plan, and fails, after the receipt is kept', async () => {
    const left = seed('sweep-8', ['a', 'b', 'c']);
    const { decide, ended } = await sweep();
    await mailTo('jane@example.com', /^Delete 3/);
    const before = (await rowsOf()).length;
    scene.emulator.failNext({ status: 400, on: 'deleteVideos', times: 2 });
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe', keep: [/video c$/] });
    const told = await mailTo('legal@example.com', /^Look at this: 0 of 3 planned videos are deleted$/);
    for (const lost of ['a', 'b']) {
      expect(told.text).toContain(`failed: video ${lost} of package sweep-8`);
      expect(told.text).toContain(`overdue: video ${lost} of package sweep-8`);
    }
    expect((await ended('Report')).error?.message).toBe(told.text?.trim());
    expect(await rowsOf()).toHaveLength(before + 1);
    expect(left()).toEqual(['a', 'b', 'c']);
  });

  test('tells which video was deleted without being planned', async () => {
    seed('sweep-9', ['a']);
    const young = aVideo({ meetingVideoId: 'young', timeCreated: new Date().toISOString(), size: 1000 });
    const [sweep9] = scene.emulator.packages.filter(({ packageId }) => packageId === 'sweep-9');
    sweep9?.videos.push(young);
    const { decide } = await sweep();
    await mailTo('jane@example.com', /^Delete 1/);
    Object.assign(young, { state: 'deleted', timeDeleted: new Date().toISOString() });
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe' });
    const told = await mailTo('legal@example.com', /^Look at this: 1 of 1 planned videos are deleted$/);
    expect(told.text).toContain(
      'unplanned: video young of package sweep-9 (Office sweep-9) is deleted, but was not planned',
    );
  });

  test('asks and tells in Slack as well', async () => {
    const left = seed('sweep-10', ['a']);
    const { ended } = await sweep({ template: 'iinkedSignSweepChat' });
    await expect.poll(() => slack.messages, { timeout: 60_000 }).toHaveLength(1);
    const [asked] = slack.messages;
    expect(asked).toMatchObject({ channel: 'UJANE' });
    const [, link = ''] = /"(http:\/\/127[^"]*)"/.exec(JSON.stringify(asked?.blocks)) ?? [];
    await respondTo(link, { decision: 'Delete', name: 'Jane Doe' });
    await expect.poll(() => slack.messages, { timeout: 60_000 }).toHaveLength(2);
    expect(slack.messages[1]).toMatchObject({
      channel: 'CLEGAL',
      text: expect.stringContaining('1 of 1 planned videos are deleted'),
    });
    expect((await ended('Done')).error).toBeNull();
    expect(left()).toEqual([]);
  });
});
