import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { start } from './start.ts';

const list = '/packages/lease/videos';
const one = { packageId: 'lease', meetingVideoId: 'first' };

test('reset returns to how it was started, faults, clock and requests included', async () => {
  const { call, reset, failNext, clock, packages, requests, lease, seed } = await start({ chaos: 7 });
  const statuses = () =>
    Promise.all(
      Array.from({ length: 20 }, () =>
        call('GET', list).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
  const before = await statuses();
  await call('POST', `${list}/delete`, { packageId: 'lease' }).catch(() => undefined);
  seed([aPackage({ packageId: 'other' })]);
  lease.name = 'Changed by its owner';
  failNext({ status: 418, times: 100 });
  clock.set('2040-01-01T00:00:00Z');
  reset();
  expect(packages).toMatchObject([{ packageId: 'lease', name: 'Purchase agreement' }]);
  expect(packages[0]?.videos.map(({ state }) => state)).toEqual(['archived', 'queued', 'deleted']);
  expect(requests).toEqual([]);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
  expect((await statuses()).sort()).toEqual(before.sort());
});

test('faults that wait can be cleared, and those that stand', async () => {
  const { call, failNext, clearFaults } = await start();
  failNext({ status: 503, times: 'always' });
  failNext({ status: 500, times: 5 });
  expect((await call('GET', list)).status).toBe(500);
  clearFaults();
  expect((await call('GET', list)).status).toBe(200);
});

test('it closes at the end of the block of an await using', async () => {
  let url = '';
  {
    await using emulator = await startEmulator();
    url = emulator.url;
    expect((await fetch(url)).status).toBe(404);
  }
  await expect(fetch(url)).rejects.toThrow();
});

test('it can be closed twice', async () => {
  const emulator = await startEmulator();
  await emulator.close();
  await emulator.close();
});

describe('an emulator that closes with a request in flight', () => {
  test('ends at once, and does not carry out what a fault holds back', async () => {
    const { call, failNext, close, packages, requests } = await start();
    failNext({ delayMs: 200 });
    const pending = call('POST', `${list}/delete`, one).catch((error: unknown) => error);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    await close();
    expect(await pending).toBeInstanceOf(Error);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(packages[0]?.videos[0]?.state).toBe('archived');
  });

  test('otherwise carries out what was held back, also for a caller who has gone away', async () => {
    const { failNext, packages, requests, url, apiKey } = await start();
    failNext({ delayMs: 200 });
    const gone = new AbortController();
    const headers = { api_key: apiKey, 'content-type': 'application/json' };
    const body = JSON.stringify(one);
    const pending = fetch(`${url}${list}/delete`, { method: 'POST', headers, body, signal: gone.signal });
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    gone.abort();
    await expect(pending).rejects.toThrow();
    await vi.waitFor(() => expect(packages[0]?.videos[0]?.state).toBe('deleted'), { timeout: 5000 });
  });
});

describe('the clock', () => {
  test('dates deletions, and the header Date of every response', async () => {
    const { call, clock, packages } = await start();
    clock.set('2031-05-06T07:08:09Z');
    const { headers } = await call('POST', `${list}/delete`, one);
    expect(headers.date).toMatch(/^Tue, 06 May 2031 07:08:(09|10) GMT$/);
    expect(packages[0]?.videos[0]?.timeDeleted).toMatch(/^2031-05-06T07:08:(09|10)\.\d{7}Z$/);
  });

  test('expires links', async () => {
    const { call, clock, url } = await start({
      packages: [aPackage({ packageId: 'lease', videos: [aVideo({ size: 3 })] })],
    });
    const { body } = await call('GET', list);
    const link: string = JSON.parse(JSON.stringify(body)).videos[0].url;
    expect((await fetch(link)).status).toBe(200);
    clock.advance(24 * 60 * 60 * 1000);
    expect((await fetch(link)).status).toBe(403);
    clock.advance(-60_000);
    expect((await fetch(link)).status).toBe(200);
    expect(link).toContain(new URL(url).host);
  });

  test('runs on from where it was moved to', async () => {
    const { clock } = await start();
    clock.set(Date.UTC(2031, 0, 1));
    const before = clock.now().getTime();
    await vi.waitUntil(() => clock.now().getTime() > before);
    expect(clock.now().getTime() - Date.UTC(2031, 0, 1)).toBeLessThan(10_000);
  });

  test('stands still between stamps when it is deterministic', async () => {
    const { clock } = await start({ deterministic: true });
    expect([clock.now(), clock.now()]).toEqual([new Date('2026-01-01T00:00:00Z'), new Date('2026-01-01T00:00:00Z')]);
    clock.advance(1500);
    expect(clock.now()).toEqual(new Date('2026-01-01T00:00:01.500Z'));
  });

  test.each([
    'soon',
    Number.NaN,
    new Date(Number.NaN),
    '2016-12-31T23:59:60Z',
    '+010000-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ])('cannot be moved to %j', async (time) => {
    const { clock } = await start();
    expect(() => clock.set(time)).toThrow(/^The time must be a valid date and time of the years/);
    expect(() => clock.advance(Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => clock.advance(-Date.now() - 1000)).toThrow(RangeError);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
  });

  test('stands still at the end of its days, where deletions and links are still dated as the contract wants', async () => {
    const { call, clock, packages } = await start({ deterministic: true });
    clock.set('9999-12-29T23:59:59.999Z');
    expect((await call('GET', list)).status).toBe(200);
    expect((await call('POST', `${list}/delete`, one)).status).toBe(200);
    expect((await call('POST', `${list}/delete`, { packageId: 'lease' })).status).toBe(200);
    expect(packages[0]?.videos.map(({ timeDeleted }) => timeDeleted)).toEqual([
      '9999-12-30T00:00:00.0000000Z',
      '9999-12-30T00:00:00.0000000Z',
      null,
    ]);
    expect(() => clock.advance(1)).toThrow(RangeError);
  });
});

describe('under fake timers', () => {
  afterEach(() => void vi.useRealTimers());
  const faked = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'performance', 'queueMicrotask'] as const;

  test('it serves, delays and follows their date', async () => {
    const { call, failNext, packages } = await start({ rateLimit: 1000 });
    vi.useFakeTimers({ toFake: [...faked], now: Date.UTC(2032, 0, 1) });
    expect((await call('GET', list)).status).toBe(200);
    failNext({ delayMs: 5 });
    expect((await call('POST', `${list}/delete`, one)).status).toBe(200);
    expect(packages[0]?.videos[0]?.timeDeleted).toBe('2032-01-01T00:00:00.0000000Z');
  });

  test('it starts and closes', async () => {
    vi.useFakeTimers({ toFake: [...faked] });
    const { call, close } = await start();
    expect((await call('GET', list)).status).toBe(200);
    await close();
  });
});

test('it keeps as many requests as it is told, the last ones', async () => {
  const { call, requests } = await start({ maxRequests: 3 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await call('GET', `/packages/${name}/videos`);
  expect(requests.map(({ path }) => path.at(-8))).toEqual(['c', 'd', 'e']);
});
