import { aPackage, aVideo } from 'iinked-sign-emulator';
import type { Run } from 'iinked-sign-testing/n8n/runtime';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { IinkedSign } from '../nodes/IinkedSign/IinkedSign.node.ts';
import { credentialFor, jsonOf, scene, videosLeft } from './scene.mts';

const old = '2020-01-01T00:00:00Z';
const lease = aPackage({
  packageId: 'lease',
  name: 'Lease',
  matterNumber: '2019-0417',
  clientNumber: 'C 1042',
  folderId: 'leases',
  teamId: 'team-1',
  memberId: 'member-1',
  timeCreated: old,
  timeExecuted: '2024-06-01T00:00:00Z',
  videos: [
    aVideo({ meetingVideoId: 'old', timeCreated: old, size: 1000 }),
    aVideo({ meetingVideoId: 'held', timeCreated: old }),
    aVideo({ meetingVideoId: 'young', timeCreated: new Date().toISOString() }),
    aVideo({ meetingVideoId: 'gone', timeCreated: old, state: 'deleted' }),
  ],
});
const will = aPackage({
  packageId: 'will',
  name: 'Will',
  state: 'draft',
  timeCreated: old,
  videos: [aVideo({ meetingVideoId: 'drafted', timeCreated: old })],
});
const ofPlans = { resource: 'deletionPlan' };
const create = {
  ...ofPlans,
  operation: 'create',
  packagesBy: 'query',
  filters: { states: 'executed' },
  olderThan: 1,
  olderThanUnit: 'years',
  states: ['archived'],
  maxVideos: 10,
  holdMeetingVideoIds: 'held',
};
const byIds = { packagesBy: 'ids', filters: '' };
const noHold = { holdMeetingVideoIds: '' };
const apply = { ...ofPlans, operation: 'apply', dryRun: false, plan: '={{ $json.plan }}' };
const approve = { ...ofPlans, operation: 'approve', plan: '={{ $json.plan }}', by: 'Jane Doe' };
const audit = { ...ofPlans, operation: 'audit', plan: '={{ $json.plan }}' };

async function planned(parameters: IDataObject = {}) {
  const stage = await scene({ packages: [lease, will] });
  const items = jsonOf(await stage.run({ ...create, ...parameters }));
  return { ...stage, items };
}

describe('Create', () => {
  test('gives a plan, totals, and tables to show, and only reads', async () => {
    const { items, emulator } = await planned();
    expect(items).toMatchObject([
      {
        plan: {
          format: 'iinked-sign/deletion-plan/2',
          server: emulator.url,
          delete: [{ meetingVideoId: 'old', packageName: 'Lease' }],
          keep: [
            { meetingVideoId: 'held', reason: 'held' },
            { meetingVideoId: 'young', reason: 'young' },
          ],
        },
        totals: { delete: 1, keep: 2, alreadyDeleted: 1 },
        markdown: expect.stringMatching(/America\/Toronto.*Lease.*`old`/s),
        html: expect.stringMatching(/Lease.*<bdi>old<\/bdi>/s),
        page: expect.stringMatching(/<!doctype html>.*Lease/is),
        csv: expect.stringMatching(/packageId.*lease/s),
      },
    ]);
    expect(emulator.requests.map(({ operationId }) => operationId)).toEqual([
      'listPackages',
      'listVideos',
      'getPackage',
    ]);
  });

  test.each<[string, IDataObject, string[]]>([
    ['packages by id', { ...byIds, packageIds: 'lease, will' }, ['old', 'drafted']],
    ['packages by an array of ids', { ...noHold, ...byIds, packageIds: '={{ ["will"] }}' }, ['drafted']],
    ['packages by text', { ...noHold, filters: { search: 'Wil*', allMembers: true } }, ['drafted']],
    ['packages by text and state', { ...noHold, filters: { search: 'Wil*', states: 'executed' } }, []],
    ['no holds', noHold, ['old', 'held']],
    ['empty arrays of holds', { holdMeetingVideoIds: '={{ [] }}', holdMatterNumbers: [] }, ['old', 'held']],
    ['a package on hold', { holdPackageIds: 'lease' }, []],
    ['a video on hold, with its package', { holdMeetingVideoIds: 'lease/held, lease / old' }, []],
    ['an array of videos on hold', { holdMeetingVideoIds: '={{ ["old", "lease/held"] }}' }, []],
    ['a matter on hold, spelt otherwise', { holdMatterNumbers: ' 2019/0417 ' }, []],
    ['a client on hold', { holdClientNumbers: 'c-1042' }, []],
    ['a folder on hold', { holdFolderIds: 'LEASES' }, []],
    ['a team on hold', { holdTeamIds: 'team-1' }, []],
    ['a member on hold', { holdMemberIds: 'member-1' }, []],
    ['an age in days', { olderThan: 400, olderThanUnit: 'days' }, ['old']],
    ['an age in months', { ...noHold, olderThan: 1188, olderThanUnit: 'months' }, []],
    ['an age since the execution', { ...noHold, olderThan: 3, countedFrom: 'executed' }, []],
    ['packages of later years', { ...noHold, createdFrom: '2021-01-01' }, []],
    ['another state', { states: ['queued'] }, []],
  ])('takes %s', async (_, parameters, ids) => {
    const { items } = await planned(parameters);
    const [{ plan } = {}] = items;
    expect(plan).toMatchObject({ delete: ids.map((meetingVideoId) => ({ meetingVideoId })) });
  });

  test.each<[string, IDataObject, string]>([
    ['the age was never filled in', { olderThan: '' }, "the parameter 'Only If Older Than'"],
    ['the age was cleared', { olderThan: null }, "the parameter 'Only If Older Than'"],
    ['the age got lost', { olderThan: '={{ $json.none }}' }, "the parameter 'Only If Older Than'"],
    ['the unit got lost', { olderThanUnit: '={{ $json.none }}' }, "the parameter 'Unit'"],
    ['the unit is unknown', { olderThanUnit: 'weeks' }, "the parameter 'Unit'"],
    ['what the age counts from got lost', { countedFrom: '={{ $json.none }}' }, "the parameter 'Counted From'"],
    ['the limit was never filled in', { maxVideos: '' }, "the parameter 'Max Videos'"],
    ['the limit is 0', { maxVideos: 0 }, "the parameter 'Max Videos'"],
    ['no packages are named', { filters: {} }, "the parameter 'Packages'"],
    ['all packages are meant', { filters: { allMembers: true } }, "the parameter 'Packages'"],
    ['the search finds everything', { filters: { search: '*' } }, "'Search'"],
    ['the ids got lost', { ...byIds, packageIds: '={{ $json.none }}' }, "the parameter 'Packages'"],
    ['the choice of packages is unknown', { packagesBy: 'id' }, "the parameter 'Choose Packages'"],
    ['a hold on packages got lost', { holdPackageIds: '={{ $json.none }}' }, "the parameter 'Hold Package IDs'"],
    ['a hold on videos is null', { holdMeetingVideoIds: '={{ null }}' }, "the parameter 'Hold Video IDs'"],
    ['a hold on matters is an empty text', { holdMatterNumbers: '={{ "" }}' }, "the parameter 'Hold Matter Numbers'"],
    ['a hold on clients is blank', { holdClientNumbers: ' ' }, "the parameter 'Hold Client Numbers'"],
    ['a hold on folders has a hole', { holdFolderIds: 'a,,b' }, "the parameter 'Hold Folder IDs'"],
    ['a hold on teams has no text in it', { holdTeamIds: '={{ [$json.none] }}' }, "the parameter 'Hold Team IDs'"],
    ['a hold on members is an object', { holdMemberIds: '={{ {} }}' }, "the parameter 'Hold Member IDs'"],
    [
      'a number on hold says nothing',
      { holdMatterNumbers: 'a, --' },
      "'Hold Matter Numbers': entry 2 must have a letter",
    ],
    ['a pair on hold lacks its video', { holdMeetingVideoIds: 'lease/' }, "the parameter 'Hold Video IDs'"],
    ['a pair on hold is a triple', { holdMeetingVideoIds: 'a/b/c' }, "the parameter 'Hold Video IDs'"],
    ['what becomes of unmatched holds got lost', { unmatchedHolds: '={{ $json.none }}' }, "'Unmatched Holds'"],
    ['the number of approvals got lost', { approvalsNeeded: '={{ $json.none }}' }, "'Approvals Needed'"],
    ['the number of approvals is below 0', { approvalsNeeded: -1 }, "'Approvals Needed'"],
    ['whether an archive is required got lost', { requireArchive: '={{ $json.none }}' }, "'Require Archive'"],
    ['no state is chosen', { states: [] }, "'Video States'"],
    ['a state of packages has a hole', { filters: { states: 'executed,,' } }, "the filter 'Package States'"],
    ['the day is no day', { createdFrom: '2021' }, "the parameter 'Created From'"],
    ['the day got lost', { createdFrom: '={{ $json.none }}' }, "the parameter 'Created From'"],
    ['the share is no share', { maxShare: 2 }, "the parameter 'Max Share'"],
    ['the share got lost', { maxShare: '={{ $json.none }}' }, "the parameter 'Max Share'"],
    ['the number of requests got lost', { options: { atOnce: '={{ $json.none }}' } }, "the option 'At Once'"],
  ])('sends nothing when %s', async (_, parameters, name) => {
    const { emulator, run } = await scene({ packages: [lease] });
    await expect(run({ ...create, ...parameters })).rejects.toThrow(name);
    expect(emulator.requests).toEqual([]);
  });

  test('makes no plan where an ID on hold matches nothing, or names it in the plan', async () => {
    const { run } = await scene({ packages: [lease] });
    const mistyped = { ...create, holdMeetingVideoIds: 'helt' };
    await expect(run(mistyped)).rejects.toThrow(/helt.*Nothing was deleted/);
    const hints: string[] = [];
    const reported = await run({ ...mistyped, unmatchedHolds: 'report' }, { onHint: (hint) => hints.push(hint) });
    expect(jsonOf(reported)).toMatchObject([
      { plan: { unmatchedHolds: [{ field: 'meetingVideoIds', value: 'helt' }] } },
    ]);
    expect(hints).toEqual([expect.stringContaining('nothing matches: helt.')]);
  });

  test('gives no plan that is beyond its limits', async () => {
    const { run } = await scene({ packages: [lease] });
    await expect(run({ ...create, ...noHold, maxVideos: 1 })).rejects.toThrow(/Nothing was deleted/);
    await expect(run({ ...create, maxShare: 0.1 })).rejects.toThrow(/Nothing was deleted/);
  });
});

describe('Apply', () => {
  test('deletes what was planned, each by its id, and reports every planned video', async () => {
    const { items, run, emulator } = await planned(noHold);
    const [output] = await run({ ...apply, holdMeetingVideoIds: 'held' }, { items });
    expect(output).toMatchObject([
      {
        json: { outcome: 'deleted', reason: null, server: emulator.url, packageId: 'lease', meetingVideoId: 'old' },
        pairedItem: { item: 0 },
      },
      {
        json: {
          outcome: 'kept',
          reason: 'held',
          message: 'The video was kept: it is on hold.',
          meetingVideoId: 'held',
        },
        pairedItem: { item: 0 },
      },
    ]);
    expect(videosLeft(emulator)).toEqual(['held', 'young', 'drafted']);
    expect(emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos')).toMatchObject([
      { body: { meetingVideoId: 'old' } },
    ]);
  });

  test('rejects an ID on hold that matches nothing, or goes on and names it beside the output', async () => {
    const { items, run, emulator } = await planned();
    const mistyped = { ...apply, holdPackageIds: 'leese', holdMatterNumbers: '2019-0418' };
    await expect(run(mistyped, { items })).rejects.toThrow(/leese.*Nothing was deleted/);
    expect(videosLeft(emulator)).toContain('old');
    const hints: string[] = [];
    await run({ ...mistyped, unmatchedHolds: 'report' }, { items, onHint: (hint) => hints.push(hint) });
    expect(hints).toEqual([expect.stringMatching(/nothing matches: leese, 2019-0418\./)]);
    expect(videosLeft(emulator)).not.toContain('old');
  });

  test('is a dry run until somebody switches that off', async () => {
    const { items, run, emulator } = await planned();
    const { dryRun: _, ...unchosen } = apply;
    for (const parameters of [unchosen, { ...apply, dryRun: true }]) {
      expect(jsonOf(await run(parameters, { items }))).toMatchObject([{ outcome: 'wouldDelete' }]);
    }
    expect(videosLeft(emulator)).toContain('old');
  });

  test('gives the report, which Audit takes, with the plan', async () => {
    const { items, run } = await planned();
    const applied = jsonOf(await run({ ...apply, output: 'report' }, { items }));
    expect(applied).toMatchObject([
      {
        plan: items[0]?.plan,
        report: { format: 'iinked-sign/apply-report/2', totals: { deleted: 1 }, dryRun: false },
        markdown: expect.stringContaining('`old`'),
        html: expect.stringContaining('old'),
        page: expect.stringMatching(/<!doctype html>/i),
        csv: expect.stringContaining('deleted'),
      },
    ]);
    const audited = jsonOf(await run({ ...audit, reports: '={{ $json.report }}' }, { items: applied }));
    expect(audited).toMatchObject([{ receipt: { complete: true, settled: true, totals: { deleted: 1 } } }]);
  });

  test('deletes once as many people as needed have approved, and keeps what one of them struck', async () => {
    const { items, run, emulator } = await planned({ ...noHold, approvalsNeeded: 2 });
    const [first = {}] = jsonOf(await run(approve, { items }));
    const strike = { by: 'John Roe', note: 'LEGAL-1', strikeMeetingVideoIds: '={{ ["held"] }}' };
    const [second = {}] = jsonOf(await run({ ...approve, ...strike }, { items }));
    expect(second).toMatchObject({ approval: { decision: 'approve', by: 'John Roe', note: 'LEGAL-1' } });
    const given = (...approvals: unknown[]) => [{ ...items[0], approvals }];
    const parameters = { ...apply, approvals: '={{ $json.approvals }}' };
    const once = { items: given(first.approval, first.approval) };
    await expect(run(parameters, once)).rejects.toThrow(/approv.*Nothing was deleted/s);
    await expect(run(apply, { items })).rejects.toThrow(/approv.*Nothing was deleted/s);
    expect(videosLeft(emulator)).toHaveLength(4);
    expect(jsonOf(await run(parameters, { items: given(first.approval, second.approval) }))).toMatchObject([
      { outcome: 'deleted', meetingVideoId: 'old' },
      { outcome: 'kept', reason: 'struck', meetingVideoId: 'held' },
    ]);
  });

  test('is refused when somebody rejects the plan', async () => {
    const { items, run, emulator } = await planned();
    const [{ approval } = {}] = jsonOf(await run({ ...approve, decision: 'reject' }, { items }));
    const parameters = { ...apply, approvals: '={{ $json.approval }}' };
    await expect(run(parameters, { items: [{ ...items[0], approval }] })).rejects.toThrow(
      /reject.*Nothing was deleted/s,
    );
    expect(videosLeft(emulator)).toHaveLength(4);
  });

  test('keeps a video of which the archive has no copy', async () => {
    const { items, run, emulator } = await planned({ ...noHold, requireArchive: true });
    await expect(run(apply, { items })).rejects.toThrow("the parameter 'Archive'");
    const copy = { packageId: 'lease', meetingVideoId: 'old', size: 1000, sha256: 'a'.repeat(64), fileName: 'old.mp4' };
    const parameters = { ...apply, archive: '={{ $json.copies }}' };
    const output = jsonOf(await run(parameters, { items: [{ ...items[0], copies: [copy] }] }));
    expect(output).toMatchObject([
      { outcome: 'deleted', meetingVideoId: 'old', sha256: 'a'.repeat(64) },
      { outcome: 'kept', reason: 'notArchived' },
    ]);
    expect(videosLeft(emulator)).toContain('held');
  });

  test.each<[string, IDataObject, string]>([
    ['the approvals got lost', { approvals: '={{ $json.none }}' }, "'Approvals'"],
    ['the approvals are none', { approvals: '={{ ["Jane"] }}' }, "'Approvals'"],
    ['the approvals are not JSON', { approvals: 'Jane' }, "'Approvals'"],
    ['the archive got lost', { archive: '={{ $json.none }}' }, "'Archive'"],
    ['the archive is no list', { archive: '={{ 1 }}' }, "'Archive'"],
    ['a copy has no hash', { archive: '={{ [{ packageId: "lease" }] }}' }, "'Archive'"],
    ['the age limit got lost', { maxAgeHours: '={{ $json.none }}' }, "'Max Age (Hours)'"],
    ['the choice of the output got lost', { output: '={{ $json.none }}' }, "'Output'"],
    ['Dry Run got lost', { dryRun: '={{ $json.none }}' }, "'Dry Run'"],
  ])('sends nothing when %s', async (_, parameters, name) => {
    const { items, run, emulator } = await planned();
    const before = emulator.requests.length;
    await expect(run({ ...apply, ...parameters }, { items })).rejects.toThrow(name);
    expect(emulator.requests).toHaveLength(before);
  });

  test('goes on when the same plan is applied again', async () => {
    const { items, run } = await planned();
    await run(apply, { items });
    expect(jsonOf(await run(apply, { items }))).toMatchObject([{ outcome: 'alreadyDeleted' }]);
  });

  test('takes a plan that was stored as a string', async () => {
    const { items, run } = await planned();
    const [{ plan } = {}] = items;
    const parameters = { ...apply, plan: JSON.stringify(plan) };
    expect(jsonOf(await run(parameters))).toMatchObject([{ outcome: 'deleted' }]);
  });

  test('stops after failures in a row, and says so beside the output', async () => {
    const { items, run, emulator } = await planned(noHold);
    const hints: string[] = [];
    emulator.failNext({ on: 'deleteVideos', status: 400, times: 2 });
    const parameters = { ...apply, options: { stopAfterFailures: 1, atOnce: 1 } };
    const output = jsonOf(await run(parameters, { items, onHint: (hint) => hints.push(hint) }));
    expect(output).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('400') },
      { outcome: 'notStarted', reason: null },
    ]);
    expect(hints).toEqual([expect.stringMatching(/1 failed, 0 unknown, 1 not started.*apply the same plan again/)]);
  });

  test.each<[string, IDataObject, RegExp]>([
    ['was changed', { rules: { olderThan: { days: 1 } } }, /not a deletion plan|changed after it was sealed/],
    ['names another video', { id: 'x' }, /changed after it was sealed/],
  ])('refuses a plan that %s', async (_, change, message) => {
    const { items, run, emulator } = await planned();
    const [{ plan } = {}] = items;
    const altered = { ...Object(plan), ...change };
    await expect(run(apply, { items: [{ plan: altered }] })).rejects.toThrow(message);
    expect(videosLeft(emulator)).toHaveLength(4);
  });

  test('refuses a plan that another key sealed', async () => {
    const { items, run } = await planned();
    const other = await scene({ packages: [lease], apiKey: 'another-key' });
    const credential = credentialFor(other.emulator.url, 'another-key');
    await expect(run(apply, { items, credential })).rejects.toThrow(/Another key sealed this deletion plan/);
  });

  test.each(['={{ $json.none }}', '', 'not JSON', '{}', '[]', '={{ null }}'])('refuses %j as a plan', async (plan) => {
    const { run, emulator } = await scene({ packages: [lease] });
    await expect(run({ ...apply, plan })).rejects.toThrow("the parameter 'Plan'");
    expect(emulator.requests).toEqual([]);
  });

  test.each<[string, Partial<Run>]>([
    ['as a tool of an AI agent', { asTool: true }],
    ['when an AI agent runs it without a workflow', { mode: 'internal' }],
  ])('is refused %s', async (_, how) => {
    const { items, run, emulator } = await planned();
    const before = emulator.requests.length;
    await expect(run(apply, { items, ...how })).rejects.toThrow(/not available to AI agents.*Let a person approve/);
    expect(emulator.requests).toHaveLength(before);
  });

  test('is offered by the node, but not as a tool', () => {
    const offered = (asTool: boolean) =>
      new IinkedSign().description.properties
        .filter(({ name, displayOptions: { show } = {} }) => {
          return name === 'operation' && show?.resource?.includes('deletionPlan') && show['@tool']?.includes(asTool);
        })
        .map(({ options = [] }) => options.map((option) => ('value' in option ? option.value : undefined)));
    expect([offered(false), offered(true)]).toEqual([[['apply', 'approve', 'audit', 'create']], [['audit', 'create']]]);
  });
});

describe('Approve', () => {
  test.each<[string, IDataObject, string]>([
    ['nobody decides', { by: '' }, "'By'"],
    ['who decides got lost', { by: '={{ $json.none }}' }, "'By'"],
    ['the decision got lost', { decision: '={{ $json.none }}' }, "'Decision'"],
    ['the decision is unknown', { decision: 'maybe' }, "'Decision'"],
    ['a strike got lost', { strikeMeetingVideoIds: '={{ $json.none }}' }, "'Strike Video IDs'"],
    ['a strike names no planned package', { strikePackageIds: 'will' }, "'Strike Package IDs'"],
    ['the plan got lost', { plan: '={{ $json.none }}' }, "'Plan'"],
  ])('makes no approval when %s', async (_, parameters, name) => {
    const { items, run, emulator } = await planned();
    const before = emulator.requests.length;
    await expect(run({ ...approve, ...parameters }, { items })).rejects.toThrow(name);
    expect(emulator.requests).toHaveLength(before);
  });

  test('refuses a plan that was changed', async () => {
    const { items, run } = await planned();
    const changed = { ...Object(items[0]?.plan), id: 'another' };
    await expect(run(approve, { items: [{ plan: changed }] })).rejects.toThrow(/changed after it was sealed/);
  });

  test('is refused as a tool of an AI agent', async () => {
    const { items, run } = await planned();
    await expect(run(approve, { items, asTool: true })).rejects.toThrow(/Approve is not available to AI agents/);
  });
});

test('Audit gives the receipt: what the API says of every planned video', async () => {
  const { items, run, emulator } = await planned(noHold);
  await run({ ...apply, holdMeetingVideoIds: 'held' }, { items });
  expect(jsonOf(await run({ ...audit, holdMeetingVideoIds: 'held' }, { items }))).toMatchObject([
    {
      receipt: {
        format: 'iinked-sign/deletion-receipt/2',
        server: emulator.url,
        deleted: [{ meetingVideoId: 'old', timeDeleted: expect.any(String) }],
        kept: [{ meetingVideoId: 'held', reason: 'held' }],
        complete: false,
        totals: { planned: 2, deleted: 1, kept: 1 },
      },
      markdown: expect.stringContaining('`held`'),
      html: expect.any(String),
      page: expect.any(String),
      csv: expect.any(String),
    },
  ]);
});

test('Audit keeps what an approval struck, and what has no copy in the archive', async () => {
  const { items, run } = await planned(noHold);
  const strike = { strikeMeetingVideoIds: 'held' };
  const [{ approval } = {}] = jsonOf(await run({ ...approve, ...strike }, { items }));
  const struck = { items: [{ ...items[0], approval }] };
  expect(jsonOf(await run({ ...audit, approvals: '={{ $json.approval }}' }, struck))).toMatchObject([
    { receipt: { kept: [{ meetingVideoId: 'held', reason: 'struck' }], overdue: [{ meetingVideoId: 'old' }] } },
  ]);
  const copy = { packageId: 'lease', meetingVideoId: 'old', size: 1000, sha256: 'a'.repeat(64) };
  const copied = { items: [{ ...items[0], copies: [copy] }] };
  expect(jsonOf(await run({ ...audit, archive: '={{ $json.copies }}' }, copied))).toMatchObject([
    { receipt: { kept: [{ meetingVideoId: 'held', reason: 'notArchived' }], overdue: [{ meetingVideoId: 'old' }] } },
  ]);
});

test('Audit refuses the report of a dry run', async () => {
  const { items, run } = await planned();
  const [{ report } = {}] = jsonOf(await run({ ...apply, dryRun: true, output: 'report' }, { items }));
  const parameters = { ...audit, reports: '={{ $json.report }}' };
  await expect(run(parameters, { items: [{ ...items[0], report }] })).rejects.toThrow(/dry run.*Nothing was deleted/s);
});
