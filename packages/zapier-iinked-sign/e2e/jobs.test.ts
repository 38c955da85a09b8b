import { fileURLToPath } from 'node:url';
import { aPackage, aVideo, type Emulator } from 'iinked-sign-emulator';
import { zapierPlatform } from 'iinked-sign-testing/zapierPlatform';
import { expect, test } from 'vitest';
import { aZap } from '../test/zap.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
/** When a package was created, and executed so many days ago. */
const executed = (days: number) => ({ timeCreated: ago(days + 1), timeExecuted: ago(days), state: 'executed' });

/** A Zap whose steps Zapier's own command runs, one process each. */
async function aZapOfCommands(packages: ReturnType<typeof aPackage>[]) {
  const { authData, emulator } = await aZap({ packages });
  const connection = Object.fromEntries(Object.entries(authData).map(([field, value]) => [`authData_${field}`, value]));
  async function invoke(kind: 'trigger' | 'search' | 'create', key: string, inputData: object): Promise<unknown[]> {
    const json = ['--inputData', JSON.stringify(inputData), '--non-interactive'];
    const printed = await zapierPlatform(folder, ['invoke', kind, key, ...json], connection);
    const output: unknown = JSON.parse(/[[{][\s\S]*/.exec(printed)?.[0] ?? 'null');
    return [output].flat();
  }
  return { invoke, emulator, left: () => leftOf(emulator) };
}

function leftOf({ packages }: Emulator): string[] {
  const left = packages.flatMap(({ videos }) => videos).filter(({ state }) => state !== 'deleted');
  return left.map(({ meetingVideoId }) => meetingVideoId);
}

/** A field of what a step gave. */
function fieldOf(output: unknown, field: string): unknown {
  return typeof output === 'object' && output !== null ? Reflect.get(output, field) : undefined;
}

test('every month: what is older than ten years is deleted, out of 620 packages', async () => {
  const packages = Array.from({ length: 620 }, (_, at) => {
    const days = at < 618 ? at * 5 : 3700 + at;
    const packageId = `p-${at}`;
    const video = aVideo({ meetingVideoId: `v-${at}`, timeCreated: ago(days) });
    return aPackage({ packageId, ...executed(days), videos: [video] });
  });
  const { invoke, left } = await aZapOfCommands(packages);
  const age = { olderThan: '10', olderThanUnit: 'years' };
  const many = { state: 'executed', ifSeveralMatch: 'all', limit: '500' };
  const found = await invoke('search', 'find_package', { ...many, ...age });
  expect(found).toMatchObject([{ id: 'p-619', total: 620, someLeftOut: false }, { id: 'p-618' }]);
  for (const item of found) {
    const packageId = fieldOf(item, 'id');
    const [video] = await invoke('search', 'find_video', { packageId, ...age, retentionOver: 'yes', limit: '1' });
    const meetingVideoId = fieldOf(video, 'id');
    const deletion = { packageId, meetingVideoId, ...age, retentionOver: 'yes' };
    expect(await invoke('create', 'delete_video', deletion)).toMatchObject([{ deleted: true, deletedCount: 1 }]);
  }
  expect(left()).toHaveLength(618);
  expect(left()).not.toContain('v-619');
});

test('ninety days after a package is executed: its videos are deleted, and those of others are not', async () => {
  const videosOf = (packageId: string) => [
    aVideo({ meetingVideoId: `${packageId} free`, timeCreated: ago(95) }),
    aVideo({ meetingVideoId: `${packageId} held`, timeCreated: ago(95), timeRetention: ago(-1) }),
  ];
  const { invoke, left } = await aZapOfCommands([
    aPackage({ packageId: 'due', ...executed(92), videos: videosOf('due') }),
    aPackage({ packageId: 'early', ...executed(80), videos: videosOf('early') }),
  ]);
  const trigger = { state: 'executed', executedMoreThan: '90', createdInLast: '365' };
  const started = await invoke('trigger', 'new_package', trigger);
  expect(started.map((item) => fieldOf(item, 'id'))).toEqual(['due']);
  const age = { olderThan: '90', olderThanUnit: 'days', countedFrom: 'executed', retentionOver: 'yes' };
  const videos = await invoke('search', 'find_video', { packageId: 'due', ...age });
  expect(videos).toMatchObject([{ id: 'due free', packageId: 'due', packageName: 'Purchase agreement' }]);
  const packageId = 'due';
  await invoke('create', 'delete_video', { packageId, meetingVideoId: fieldOf(videos[0], 'id'), ...age });
  expect(left()).toEqual(['due held', 'early free', 'early held']);
});

test('archive, then delete: what reached the drive is deleted, and nothing else', async () => {
  const videos = ['a', 'b'].map((meetingVideoId) => aVideo({ meetingVideoId, size: 1234 }));
  const recording = aVideo({ meetingVideoId: 'recording', state: 'started' });
  const { invoke, left } = await aZapOfCommands([
    aPackage({ packageId: 'lease', ...executed(2), videos: [...videos, recording] }),
  ]);
  const find = { packageId: 'lease', states: ['archived'], includeLinks: 'yes' };
  const [found] = await invoke('search', 'find_package_videos', find);
  const listed = [fieldOf(found, 'videos')].flat();
  expect(listed).toMatchObject([{ packageId: 'lease', packageName: 'Purchase agreement' }, {}]);
  const drive: number[] = [];
  for (const video of listed) {
    const file = await fetch(String(fieldOf(video, 'url')));
    drive.push((await file.arrayBuffer()).byteLength);
    const ids = { packageId: fieldOf(video, 'packageId'), meetingVideoId: fieldOf(video, 'meetingVideoId') };
    await invoke('create', 'delete_video', { ...ids, retentionOver: 'yes' });
  }
  expect(drive).toEqual([1234, 1234]);
  expect(left()).toEqual(['recording']);
});

test('a name of a CRM: one package of that name is deleted; two, none and an empty name delete nothing', async () => {
  const named = (packageId: string, name: string) =>
    aPackage({ packageId, name, ...executed(9), videos: [aVideo({ meetingVideoId: `of ${packageId}` })] });
  const all = [named('smith', 'Lease Smith'), named('twin 1', 'Lease Jones'), named('twin 2', 'Lease Jones')];
  const { invoke, left, emulator } = await aZapOfCommands(all);
  const find = (name: string) => invoke('search', 'find_package', { name });
  expect(await find('Lease')).toEqual([]);
  await expect(find('Lease Jones')).rejects.toThrow(/several[\s›]+packages/);
  const asked = emulator.requests.length;
  await expect(find('')).rejects.toThrow(/must[\s›]+be[\s›]+given/);
  await expect(find('*')).rejects.toThrow(/no[\s›]+letter[\s›]+and[\s›]+no[\s›]+digit/);
  expect(emulator.requests).toHaveLength(asked);
  expect(left()).toHaveLength(3);
  const [found] = await find(' lease smith ');
  const packageId = fieldOf(found, 'id');
  const deletion = (confirmedName: string) =>
    invoke('create', 'delete_all_package_videos', { packageId, confirmedName });
  await expect(deletion('Lease Jones')).rejects.toThrow(/another[\s›]+name/);
  expect(await deletion('Lease Smith')).toMatchObject([{ deletedCount: 1, packageName: 'Lease Smith' }]);
  expect(left()).toEqual(['of twin 1', 'of twin 2']);
});
