// What a workflow states and n8n would drop before the node runs: nothing is sent, and every video is still there.

import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';
import { byId, deleteEach, useScene } from './scene.mts';

const scene = useScene();
const old = '2020-01-01T00:00:00Z';

/** Seeds a package with a video under retention and two without, all old, and tells what is left. */
function seed(): () => string[] {
  const videos = [
    aVideo({ meetingVideoId: 'retained', timeCreated: old, timeRetention: '2999-01-01T00:00:00Z' }),
    aVideo({ meetingVideoId: 'a', timeCreated: old }),
    aVideo({ meetingVideoId: 'b', timeCreated: old }),
  ];
  scene.emulator.seed([aPackage({ packageId: 'lost', timeCreated: old, videos })]);
  return () =>
    (scene.emulator.packages.find(({ packageId }) => packageId === 'lost')?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

const { onlyIfRetentionOver: _, ...deleteByDefault } = deleteEach;
const deleteAll = { operation: 'deleteAll', dryRun: false, allowDeleteAll: true, packageId: byId('lost') };
const ofPlans = { resource: 'deletionPlan' };
const create = { ...ofPlans, operation: 'create', packagesBy: 'ids', packageIds: 'lost', olderThan: 1, maxVideos: 10 };
const query = { ...create, packagesBy: 'query', packageIds: '' };
const apply = { ...ofPlans, operation: 'apply', dryRun: false, plan: '={{ $json.item.plan }}' };
const olderThan = { olderThan: { years: 10 } };

describe('nothing is lost: every video is still there when the workflow states', () => {
  test.each<[string, object, RegExp]>([
    ['onlyIf as one expression', { ...deleteEach, onlyIf: '={{ $json.item.only }}' }, /'onlyIf'/],
    ['onlyIf as a JSON text', { ...deleteEach, onlyIf: JSON.stringify(olderThan) }, /'onlyIf'/],
    ['onlyIf as an object', { ...deleteEach, onlyIf: olderThan }, /'onlyIf'/],
    ['onlyIf as a list', { ...deleteEach, onlyIf: [olderThan] }, /'onlyIf'/],
    ['a condition under a wrong name', { ...deleteEach, onlyIfOlderThanDays: 9000 }, /'onlyIfOlderThanDays'/],
    ['a condition of another operation', { ...deleteEach, olderThan: 99 }, /'olderThan'/],
    ['an age that got lost', { ...deleteEach, onlyIfOlderThan: '={{ $json.item.none }}' }, /'Only If Older Than'/],
    ['an age as a text', { ...deleteEach, onlyIfOlderThan: '={{ "99" }}' }, /'Only If Older Than'/],
    ['a switch that got lost', { ...deleteEach, onlyIfRetentionOver: '={{ $json.item.none }}' }, /'Only If Retention/],
    ['a hold in Delete', { ...deleteEach, hold: ['lost'] }, /'hold'/],
    ['an option that is not known', { ...deleteEach, options: { onlyIf: olderThan } }, /a field 'onlyIf'/],
    ['options as a text', { ...deleteEach, options: 'all' }, /'Options'/],
    ['a condition in Delete All', { ...deleteAll, onlyIfOlderThan: 99 }, /'onlyIfOlderThan'/],
    ['a video in Delete All', { ...deleteAll, meetingVideoId: byId('a') }, /'meetingVideoId'/],
    ['a hold in Create as one expression', { ...create, hold: '={{ $json.item.hold }}' }, /'hold'/],
    ['a hold in Create as a list', { ...create, hold: ['lost'] }, /'hold'/],
    ['a hold in Create under a wrong name', { ...create, holdPackages: 'lost' }, /'holdPackages'/],
    ['limits in Create as one object', { ...create, limits: { share: 0.1 } }, /'limits'/],
    ['a share that got lost', { ...create, maxShare: '={{ $json.item.none }}' }, /'Max Share'/],
    ['a filter that is not known', { ...query, filters: { states: 'executed', folder: 'x' } }, /a field 'folder'/],
    ['filters as a JSON text', { ...query, filters: '{"states":"executed"}' }, /'Filters'/],
    ['filters beside ids', { ...create, filters: { states: 'draft' } }, /'filters'/],
    ['a hold in Apply as one expression', { ...apply, hold: '={{ $json.item.hold }}' }, /'hold'/],
    ['a hold in Apply as a list', { ...apply, hold: ['lost'] }, /'hold'/],
    ['a hold in Apply under a wrong name', { ...apply, holdMeetingVideoId: 'a' }, /'holdMeetingVideoId'/],
    ['a hold in Apply that got lost', { ...apply, holdPackageIds: '={{ $json.item.none }}' }, /'Hold Package IDs'/],
    ['an age limit that got lost', { ...apply, maxAgeHours: '={{ $json.item.none }}' }, /'Max Age \(Hours\)'/],
    ['an age limit under a wrong name', { ...apply, maxAge: 1 }, /'maxAge'/],
    ['approvals that got lost', { ...apply, approvals: '={{ $json.item.none }}' }, /'Approvals'/],
    ['an archive that got lost', { ...apply, archive: '={{ $json.item.none }}' }, /'Archive'/],
  ])('%s', async (_name, parameters, message) => {
    const left = seed();
    const { outputs } = await (await scene.workflow(create)).run([{}]);
    const before = scene.emulator.requests.length;
    const item = {
      p: 'lost',
      v: 'a',
      only: olderThan,
      hold: { packageIds: ['lost'] },
      plan: outputs[0]?.[0]?.json.plan,
    };
    const { error } = await (await scene.workflow(parameters)).run([item]);
    expect(error?.message).toMatch(message);
    expect(error?.message).toMatch(/Nothing was sent and nothing was deleted/);
    expect(scene.emulator.requests).toHaveLength(before);
    expect(left()).toHaveLength(3);
  });
});

test('a video under retention is kept unless somebody switches the condition off', async () => {
  const left = seed();
  const { run } = await scene.workflow(deleteByDefault);
  expect((await run([{ p: 'lost', v: 'retained' }])).outputs[0]).toMatchObject([
    { json: { deleted: false, reason: 'underRetention' } },
  ]);
  expect(left()).toHaveLength(3);
});

test.each([[], undefined])('Apply deletes nothing until Dry Run is switched off: %j', async (holdPackageIds) => {
  const left = seed();
  const { outputs } = await (await scene.workflow(create)).run([{}]);
  const { dryRun: _off, ...unchosen } = apply;
  const { run } = await scene.workflow({ ...unchosen, ...(holdPackageIds && { holdPackageIds }) });
  expect((await run([{ plan: outputs[0]?.[0]?.json.plan }])).outputs[0]).toMatchObject([
    { json: { outcome: 'wouldDelete' } },
    { json: { outcome: 'wouldDelete' } },
  ]);
  expect(left()).toHaveLength(3);
});
