// The sweep, as it ships: imported on the command line, filled in, and run with people at both ends of it.

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { type Browser, hasChromium, launchChromium, type Page } from 'iinked-sign-testing/chromium';
import { type Mailbox, startMailbox } from 'iinked-sign-testing/mailbox';
import { lastExecution } from 'iinked-sign-testing/n8n/rest';
import { startSlack } from 'iinked-sign-testing/slack';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { formAt, linkIn, type Response, respondTo } from './people.mts';
import { aServer, useScene } from './scene.mts';
import { fillIn, importTemplates, startBy, type Template, templateFolder } from './templates.mts';

const slack = await startSlack();
const scene = useScene(slack.env);
let mailbox: Mailbox;
let tables: string;
let receipts: string;

// What stands in for a language model: it deletes the video that it was told to, and repeats what came of it.
const prompts: string[] = [];
// What it claims in front of the review: a model may have been talked into anything.
const hitlParameters = { approved: true, data: { approved: true } };
let model: Awaited<ReturnType<typeof aServer>>;
type Message = { role: string; content: string };
function completion(messages: Message[], tools: { function: { name: string } }[]): object {
  const result = messages.find(({ role }) => role === 'tool');
  const name = tools.map((tool) => tool.function.name).find((each) => /Delete/.test(each));
  const [, Package_ID, Video_ID] =
    /video (\S+)\/(\S+)/.exec(messages.findLast(({ role }) => role === 'user')?.content ?? '') ?? [];
  const call = {
    id: 'call_1',
    type: 'function',
    function: { name, arguments: JSON.stringify({ toolParameters: { Package_ID, Video_ID }, hitlParameters }) },
  };
  const message = result
    ? { role: 'assistant', content: `It came to this: ${result.content}` }
    : { role: 'assistant', content: null, tool_calls: [call] };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const choices = [{ index: 0, finish_reason: result ? 'stop' : 'tool_calls', message }];
  return { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices, usage };
}

const old = '2015-01-03T12:00:00.000Z';
const columns = (type: string, ...names: string[]) => names.map((name) => ({ name, type }));

beforeAll(async () => {
  mailbox = await startMailbox();
  model = await aServer(
    (response) => {
      const { messages, tools } = JSON.parse(prompts.at(-1) ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(completion(messages, tools)));
    },
    (body) => prompts.push(body),
  );
  const smtp = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true, user: '', password: '' };
  await importTemplates(scene, [
    { name: 'SMTP account', type: 'smtp', data: smtp },
    { name: 'OpenAI account', type: 'openAiApi', data: { apiKey: 'not-a-real-key', url: model.url } },
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
  model?.close();
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
  const ids = readdirSync(templateFolder).map((file) => {
    const { id }: Template = JSON.parse(readFileSync(join(templateFolder, file), 'utf8'));
    return id;
  });
  expect(ids.length).toBeGreaterThan(4);
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
      /2 on hold/,
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

  test('stops and tells when the table of holds cannot be read, before the plan is made or after it was approved', async () => {
    const left = seed('sweep-12', ['a']);
    const drop = async () => {
      await scene.rest.delete(`${tables}/${holds}`);
      holds = undefined;
    };
    const approved = await sweep();
    await mailTo('jane@example.com', /^Delete 1/);
    await drop();
    await approved.decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe' });
    const stopped = /^Look at this: the retention sweep stopped$/;
    const text = /'iinked Sign holds' cannot be read/;
    expect((await mailTo('legal@example.com', stopped)).text).toMatch(text);
    expect((await approved.ended('Report')).error?.message).toMatch(text);
    mailbox.mails.length = 0;
    const { ended } = await sweep();
    expect((await mailTo('legal@example.com', stopped)).text).toMatch(text);
    expect((await ended('Report')).error?.message).toMatch(text);
    expect(left()).toEqual(['a']);
  });

  test.each<[string, string, number]>([
    ['nobody', ' ', 1],
    ['one person twice', 'jane@example.com, Jane@example.com', 2],
  ])('stops and tells when it should ask %s', async (_, approvers, approvalsNeeded) => {
    const left = seed('sweep-13', ['a']);
    const { ended } = await sweep({ settings: { approvers }, rules: { approvalsNeeded } });
    const told = await mailTo('legal@example.com', /^Look at this: the retention sweep stopped$/);
    expect(told.text).toMatch(/Name as many different approvers in Settings/);
    expect((await ended('Report')).error?.message).toMatch(/different approvers/);
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

  test('deletes nothing when a video to keep is not in the list, and tells so', async () => {
    const ids = Array.from({ length: 501 }, (_, at) => `many-${at}`);
    const left = seed('sweep-11', ids);
    const { decide } = await sweep();
    await decide('jane@example.com', { decision: 'Delete', name: 'Jane Doe', keep: '3, 17-502' });
    expect((await mailTo('legal@example.com', /stopped$/)).text).toMatch(/17-502/);
    expect(left()).toHaveLength(501);
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

describe('an agent with a review', () => {
  // n8n takes what is not a browser for a robot that only looks at the link.
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

  /** Tells the agent to delete a video, and gives the mail to the reviewer. */
  async function asked(ids: string) {
    const settings = { from: 'n8n@example.com', reviewer: 'rita@example.com' };
    const id = await fillIn(scene.rest, 'iinkedSignAgent', { settings });
    const item = { json: { chatInput: `Delete the video ${ids}`, sessionId: '1' } };
    const run = { startTime: 0, executionTime: 0, executionIndex: 0, executionStatus: 'success', source: [] };
    await startBy(scene.rest, id, { name: 'When a Message Arrives', data: { ...run, data: { main: [[item]] } } });
    const { html } = await mailTo('rita@example.com', /^An agent wants to delete/);
    await lastExecution(scene.rest, id, 'Agent', /waiting/);
    return { id, html: String(html), ended: () => lastExecution(scene.rest, id, 'Agent') };
  }

  async function follow(html: string, approved: boolean) {
    const [, link = ''] = new RegExp(`href="(http://127[^"]*approved=${approved}[^"]*)"`).exec(html) ?? [];
    expect((await fetch(link.replaceAll('&amp;', '&'), { headers: browser })).status).toBe(200);
  }

  test.each<[string, boolean, string[], RegExp]>([
    ['deletes the video that the mail names when the reviewer approves', true, ['b'], /"deleted":true/],
    ['keeps the video when the reviewer declines', false, ['a', 'b'], /rejected the tool call/],
  ])('%s', async (_, approved, expected, said) => {
    const left = seed('agent-1', ['a', 'b']);
    const { html, ended } = await asked('agent-1/a');
    expect(html).toMatch(/Package: agent-1\nVideo: a</);
    expect(left()).toEqual(['a', 'b']);
    await follow(html, approved);
    const { error, outputs } = await ended();
    expect(error).toBeNull();
    expect(String(outputs[0]?.[0]?.json.output)).toMatch(said);
    expect(left()).toEqual(expected);
  });

  test('keeps the video when nobody responds: no end of the wait lets through what the model claims', async () => {
    const left = seed('agent-2', ['a']);
    const { id } = await asked('agent-2/a');
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
    type Executions = { results: { status: string; waitTill: string }[] };
    const { results } = await scene.rest.get<Executions>(`/executions?filter=${filter}&limit=1`);
    expect(results).toMatchObject([{ status: 'waiting', waitTill: expect.stringMatching(/^3000-/) }]);
    expect(left()).toEqual(['a']);
  });
});

// The README shows these: `UPDATE_PICTURES=1` takes them anew.
const pictures = process.env.UPDATE_PICTURES
  ? fileURLToPath(new URL('../docs/', import.meta.url))
  : mkdtempSync(join(tmpdir(), 'pictures-'));

const person = 'a person (needs Chromium: set CHROMIUM_PATH where it is not found)';
describe.skipIf(!hasChromium)(person, { timeout: 5 * 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
  });
  afterAll(() => browser?.close());

  const desktop = { viewport: { width: 1100, height: 1000 } };
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

  /** Opens a page as such a machine shows it. */
  async function opened(machine: typeof desktop, from: string | { html: string }): Promise<Page> {
    const context = await browser.newContext(machine);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(90_000);
    if (typeof from === 'string') await page.goto(from);
    else await page.setContent(from.html);
    return page;
  }

  const picture = (page: Page, name: string, fullPage = false) =>
    page.screenshot({ path: join(pictures, `${name}.png`), fullPage });

  const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

  test('reads the mail, decides in the form, and reads the receipt', async () => {
    const video = (meetingVideoId: string, timeCreated: string, duration: string, size: number) =>
      aVideo({ meetingVideoId, timeCreated, duration, size });
    const executed = { state: 'executed', timeCreated: old, timeExecuted: '2015-01-05T12:00:00Z' };
    scene.emulator.seed([
      aPackage({
        ...executed,
        packageId: 'pk-2015-017',
        name: 'Office lease, Elm Street',
        matterNumber: '2015-0417',
        videos: [
          video('v-elm-1', '2015-01-03T14:02:00Z', 'PT12M3S', 34_500_000),
          video('v-elm-2', '2015-01-05T09:30:00Z', 'PT7M41S', 21_300_000),
        ],
      }),
      aPackage({
        ...executed,
        packageId: 'pk-2015-022',
        name: 'Office sale, Harbour Road',
        matterNumber: '2015-0533',
        videos: [video('v-harbour-1', '2015-01-04T16:15:00Z', 'PT31M20S', 92_100_000)],
      }),
      aPackage({
        ...executed,
        packageId: 'pk-2015-030',
        name: 'Office of the court',
        matterNumber: '2015-0600',
        videos: [video('v-court-1', '2015-01-04T10:00:00Z', 'PT44M', 120_000_000)],
      }),
    ]);
    await hold({ matterNumber: '2015-0600', reason: 'litigation' });
    await sweep();
    const mail = await mailTo('jane@example.com', /^Delete 3/);
    const inbox = { viewport: { width: 800, height: 340 } };
    await picture(await opened(inbox, { html: String(mail.html) }), 'sweep-mail');
    await formAt(linkIn(mail));
    const form = await opened(desktop, linkIn(mail));
    await form.getByText('3 videos of 2 packages').waitFor();
    await picture(form, 'sweep-form');
    const onPhone = await opened(phone, linkIn(mail));
    await onPhone.getByText('3 videos of 2 packages').waitFor();
    await picture(onPhone, 'sweep-form-phone');
    expect(await widthOf(onPhone)).toBe(390);
    await onPhone.getByText('Delete', { exact: true }).click();
    await onPhone.getByLabel('Your name').fill('Jane Doe');
    await onPhone.getByText('video v-harbour-1').first().click();
    await onPhone.getByRole('button', { name: 'Send my decision' }).click();
    const told = await mailTo('legal@example.com', /^2 of 3 planned videos are deleted$/);
    const receipt = await opened(desktop, { html: String(told.attachments[0]?.content) });
    await receipt.getByText('Jane Doe').first().waitFor();
    await picture(receipt, 'sweep-receipt');
  });

  test('decides on 2 000 videos on a phone', async () => {
    for (let at = 0; at < 200; at++) {
      seed(
        `pk-${at}`,
        Array.from({ length: 10 }, (_, each) => `bulk-${at}-${each}`),
      );
    }
    await sweep();
    const link = linkIn(await mailTo('jane@example.com', /^Delete 2000/));
    await formAt(link);
    const form = await opened(phone, link);
    await form.getByText('2000 videos of 200 packages').waitFor();
    expect(await widthOf(form)).toBe(390);
    // What is asked, and the button that sends it, are on the first screen.
    for (const first of [
      form.getByText('Decision', { exact: true }),
      form.getByRole('button', { name: 'Send my decision' }),
    ]) {
      const { y = Infinity } = (await first.boundingBox()) ?? {};
      expect(y).toBeLessThan(844);
    }
    expect(await form.getByText('recorded 3 January 2015').count()).toBe(2000);
    await form.getByText('Delete', { exact: true }).click();
    await form.getByLabel('Your name').fill('Jane Doe');
    await form.getByLabel('Keep these videos').fill('3, 17-18\nbulk-199-9');
    const sent = form.waitForResponse((response) => response.request().method() === 'POST');
    await form.getByRole('button', { name: 'Send my decision' }).click();
    expect(await (await sent).text()).toMatch(/recorded|thanks/);
    const told = await mailTo('legal@example.com', /^1996 of 2000 planned videos are deleted$/);
    for (const kept of ['bulk-0-2', 'bulk-1-6', 'bulk-1-7', 'bulk-199-9']) {
      expect(told.text).toContain(`kept: video ${kept} `);
    }
  });
});
