import { describe, expect, test } from 'vitest';
import { start } from './start.ts';

const path = '/api/v1/packages/list';
const json = { 'content-type': 'application/json' };

describe('what is kept of requests is bounded', () => {
  test('of a long body, JSON or not, by anybody, only the beginning is kept', async () => {
    const { send, requests } = await start();
    const lists = `[${'[],'.repeat(300_000)}[]]`;
    for (let request = 0; request < 25; request++) await send('POST', path, json, lists);
    await send('POST', path, {}, 'é'.repeat(400_000));
    expect(requests).toHaveLength(26);
    expect(requests[0]?.body).toMatch(/^\[\[\],.*… \(900004 characters\)$/);
    expect(JSON.stringify(requests).length).toBeLessThan(26 * 6000);
  });

  test('of many requests with large headers, only the last are kept', async () => {
    const { send, requests } = await start({ maxRequests: 100 });
    const headers = { ...json, 'x-large': 'large '.repeat(2000) };
    for (let request = 0; request < 99; request++) await send('POST', `${path}/${request}`, headers, '{}');
    expect(requests.at(-1)?.path).toBe(`${path}/98`);
    expect(requests.length).toBeGreaterThan(50);
    expect(JSON.stringify(requests).length).toBeLessThan(1024 * 1024 * 1.1);
  });

  test('a small body is kept as it came, however deep', async () => {
    const { send, requests } = await start();
    const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`;
    await send('POST', path, json, deep);
    await send('POST', path, json, '{"search":"Lease","states":["open"]}');
    expect(JSON.stringify(requests[0]?.body)).toBe(deep);
    expect(requests[1]?.body).toEqual({ search: 'Lease', states: ['open'] });
  });
});
