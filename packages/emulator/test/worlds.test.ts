import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, test, vi } from 'vitest';
import { start } from './start.ts';

const list = '/packages/lease/videos';
const one = { packageId: 'lease', meetingVideoId: 'first' };
const third = { api_key: 'emulator-key:worker-3' };
const json = { 'content-type': 'application/json' };

describe('each name after the key has a world of its own', () => {
  test('that begins like the first one, and whose deletions no other sees', async () => {
    const { call, packages, world } = await start();
    await call('POST', `${list}/delete`, one);
    expect(await call('POST', `${list}/delete`, { packageId: 'lease', meetingVideoId: 'second' }, third)).toMatchObject(
      {
        status: 200,
      },
    );
    const states = (videos: { state?: string | null }[] | undefined) => videos?.map(({ state }) => state);
    expect(states(packages[0]?.videos)).toEqual(['deleted', 'queued', 'deleted']);
    expect(states(world('worker-3').packages[0]?.videos)).toEqual(['archived', 'deleted', 'deleted']);
    expect(states(world('another').packages[0]?.videos)).toEqual(['archived', 'queued', 'deleted']);
  });

  test('with its own requests, each with the name of its world', async () => {
    const { call, requests, world } = await start();
    await call('GET', list);
    await call('GET', list, undefined, third);
    await call('GET', list, undefined, third);
    expect(requests).toMatchObject([{ operationId: 'listVideos', world: undefined }]);
    expect(world('worker-3').requests).toMatchObject([{ world: 'worker-3' }, { world: 'worker-3' }]);
  });

  test('with its own faults', async () => {
    const { call, failNext, world } = await start();
    world('worker-3').failNext({ status: 500 });
    failNext({ status: 503 });
    const statusOf = async (key: string) => (await call('GET', list, undefined, { api_key: key })).status;
    expect(await statusOf('emulator-key:another')).toBe(200);
    expect(await statusOf('emulator-key:worker-3')).toBe(500);
    expect(await statusOf('emulator-key')).toBe(503);
    expect(await statusOf('emulator-key:worker-3')).toBe(200);
  });

  test('with its own rate limit', async () => {
    const { call } = await start({ rateLimit: 1 });
    const statusOf = async (key: string) => (await call('GET', list, undefined, { api_key: key })).status;
    const keys = ['emulator-key', 'emulator-key:a', 'emulator-key:b'];
    expect(await Promise.all(keys.map(statusOf))).toEqual([200, 200, 200]);
    expect(await Promise.all(keys.map(statusOf))).toEqual([429, 429, 429]);
  });

  test('with its own time, in its responses too', async () => {
    const { call, clock, world } = await start();
    world('worker-3').clock.set('2031-05-06T07:08:09Z');
    const { headers } = await call('POST', `${list}/delete`, one, third);
    expect(headers.date).toMatch(/^Tue, 06 May 2031 07:08:/);
    expect(world('worker-3').packages[0]?.videos[0]?.timeDeleted).toMatch(/^2031-05-06/);
    expect((await call('GET', list)).headers.date).not.toMatch(/2031/);
    expect(clock.now().getTime()).toBeLessThan(Date.UTC(2031, 0, 1));
  });

  test('with its own reset and its own seeds', async () => {
    const { call, packages, world } = await start();
    const { seed, reset, packages: theirs, requests } = world('worker-3');
    seed([aPackage({ packageId: 'other' })]);
    await call('POST', `${list}/delete`, one);
    await call('POST', `${list}/delete`, one, third);
    reset();
    expect(theirs).toMatchObject([{ packageId: 'lease', videos: [{ state: 'archived' }, {}, {}] }]);
    expect(requests).toEqual([]);
    expect(packages).toMatchObject([{ packageId: 'lease', videos: [{ state: 'deleted' }, {}, {}] }]);
  });

  test('with links that serve its files without a key, and end with its own deletion', async () => {
    const { call, world } = await start({
      packages: [aPackage({ packageId: 'lease', videos: [aVideo({ meetingVideoId: 'first', size: 9 })] })],
    });
    const { body } = await call('GET', list, undefined, third);
    const link: string = JSON.parse(JSON.stringify(body)).videos[0].url;
    await call('POST', `${list}/delete`, one);
    expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(9);
    expect((await fetch(link.replace('worker-3', 'worker-4'))).status).toBe(403);
    await call('POST', `${list}/delete`, one, third);
    expect((await fetch(link)).status).toBe(404);
    expect(world('worker-3').requests.map(({ operationId, status }) => [operationId, status])).toEqual([
      ['listVideos', 200],
      ['downloadVideo', 200],
      ['deleteVideos', 200],
      ['downloadVideo', 404],
    ]);
  });
});

describe('over HTTP, a world is controlled', () => {
  test.each<[string, Record<string, string>, string]>([
    ['by its key', third, ''],
    ['by its name', {}, '?world=worker-3'],
  ])('%s', async (_, key, query) => {
    const { send, world, failNext, requests, clock } = await start();
    const control = (method: string, name: string, body?: object) =>
      send(method, `/_emulator/${name}${query}`, { ...key, ...json }, body && JSON.stringify(body));
    await control('POST', 'seed', [aPackage({ packageId: 'other' })]);
    expect(world('worker-3').packages).toHaveLength(2);
    await control('POST', 'clock', { now: '2031-01-01T00:00:00Z' });
    expect(world('worker-3').clock.now().getUTCFullYear()).toBe(2031);
    expect(JSON.parse((await control('GET', 'clock')).text)).toMatchObject({ now: expect.stringMatching(/^2031/) });
    await control('POST', 'faults', { status: 500 });
    expect((await send('GET', `/api/v1${list}`, third)).status).toBe(500);
    expect(JSON.parse((await control('GET', 'requests')).text)).toMatchObject({ total: 1 });
    expect(JSON.parse((await control('GET', 'snapshot')).text)).toMatchObject({ packages: [{}, {}], requests: [{}] });
    await control('POST', 'reset');
    expect(world('worker-3')).toMatchObject({ packages: [{}], requests: [] });
    expect(requests).toEqual([]);
    expect(clock.now().getUTCFullYear()).toBeLessThan(2031);
    failNext({ status: 503 });
    await control('DELETE', 'faults');
    expect((await send('GET', `/api/v1${list}`, { api_key: 'emulator-key' })).status).toBe(503);
  });

  test('never by a wrong key or name', async () => {
    const { send } = await start();
    const reset = (query: string, key: Record<string, string>) =>
      send('POST', `/_emulator/reset${query}`, { ...key, ...json });
    expect((await reset('', { api_key: 'wrong' })).status).toBe(401);
    expect((await reset('', { api_key: 'emulator-key:' })).status).toBe(401);
    expect((await reset('?world=a%20b', {})).status).toBe(400);
    expect((await reset('?wrold=a', {})).text).toContain('The query parameter wrold is not known.');
  });

  test('and its page is sent its own changes', async () => {
    const { call, url } = await start();
    const { body } = await fetch(new URL('/_emulator/events?world=worker-3', url));
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    const read = async () => {
      seen += (await reader?.read())?.value ?? '';
    };
    await read();
    await call('GET', '/packages/first-world/videos');
    await call('GET', '/packages/third-world/videos', undefined, third);
    await vi.waitUntil(async () => {
      await read();
      return seen.includes('third-world');
    });
    expect(seen).not.toContain('first-world');
    await reader?.cancel();
  });
});

describe('worlds are bounded', () => {
  test.each(['emulator-key:', 'emulator-key:a b', `emulator-key:${'x'.repeat(65)}`, 'emulator-key:ü', ':a', 'wrong:a'])(
    'the key %j names none',
    async (api_key) => {
      const { send } = await start();
      expect((await send('GET', `/api/v1${list}`, { api_key: Buffer.from(api_key).toString('latin1') })).status).toBe(
        401,
      );
    },
  );

  test('there are 100 of them', async () => {
    const { call, world } = await start();
    for (let number = 1; number < 100; number++) world(String(number));
    expect(() => world('100')).toThrow(new RangeError('This emulator holds 100 worlds already.'));
    expect(() => world('a b')).toThrow(RangeError);
    expect(await call('GET', list, undefined, { api_key: 'emulator-key:100' })).toMatchObject({
      status: 503,
      body: { error: 'emulator_exception_worlds', message: expect.stringContaining('100 worlds already') },
    });
    expect((await call('GET', list, undefined, { api_key: 'emulator-key:99' })).status).toBe(200);
  });

  test('a request that is refused begins none', async () => {
    const { call, world } = await start();
    for (let number = 1; number < 99; number++) world(String(number));
    for (const refused of [{ origin: 'https://evil.example' }, { host: 'evil.example' }]) {
      await call('GET', list, undefined, { api_key: `emulator-key:refused`, ...refused });
    }
    expect(() => world('99')).not.toThrow();
  });
});
