import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../src/apiError.ts';
import { baseUrlOf, InvalidRequestError, type Server } from '../src/index.ts';
import { redactor } from '../src/redact.ts';
import { instantOf } from '../src/time.ts';
import { clientOf, packageId, rejection } from './fixtures.ts';

/** The least processor time of three runs, in milliseconds: what else this machine does does not count. */
async function processorTimeOf(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

const n = 40_000;
/** What takes too little to be measured. */
const floorMs = 20;

/** With four times the length it takes four times as long; where time grows with the square, sixteen times. */
async function expectLinear(runOf: (length: number) => () => unknown): Promise<void> {
  const [short, long] = [await processorTimeOf(runOf(n)), await processorTimeOf(runOf(4 * n))];
  expect(long).toBeLessThan(9 * (short + floorMs));
}

const ignore = (run: () => unknown) => () => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
  }
};
const key = String.raw`a%25\"b`;

describe('a long string takes no time that grows with its square', () => {
  test.each<[string, (n: number) => () => unknown]>([
    ['slashes at the end of an address', (n) => ignore(() => baseUrlOf(`https://sign.example.com${'/'.repeat(n)}`))],
    ['slashes inside of an address', (n) => ignore(() => baseUrlOf(`https://sign.example.com${'/'.repeat(n)}x`))],
    ['an address of dots', (n) => ignore(() => baseUrlOf(`http://127${'.1'.repeat(n)}x`))],
    ['digits in Retry-After', (n) => () => retryAfterMs(`${'1'.repeat(n)}x`, 0)],
    ['decimals of a time', (n) => () => instantOf(`2019-07-15T16:53:44.${'1'.repeat(n)}`)],
    ['percent signs beside a key', (n) => () => redactor(key)('%25'.repeat(n))],
    ['backslashes beside a key', (n) => () => redactor(key)('\\'.repeat(n))],
    ['a key of backslashes', (n) => () => redactor(`${'\\'.repeat(200)}x`)('\\'.repeat(n))],
    ['a key of spaces', (n) => () => redactor(`a${' '.repeat(200)}x`)(`a${'+'.repeat(n)}`)],
    ['the beginning of a key, over and over', (n) => () => redactor('aaaaaaaaaaaaaaab')('a'.repeat(n))],
    ['an API key', (n) => ignore(() => clientOf('us', { apiKey: `a${' '.repeat(n)}é` }))],
  ])('%s', (_, runOf) => expectLinear(runOf));

  test.each([
    ['letters', 'a'],
    ['spaces', ' '],
    ['percent signs', '%25'],
    ['path segments', 'a/'],
  ])('an id of %s', async (_, text) => {
    const client = clientOf('us', { send: () => Promise.reject(new Error('It was sent.')) });
    await expectLinear((n) => () => rejection(client.videos.list({ packageId: text.repeat(n) })));
  });

  test('the message of a server', async () => {
    const servers = new Map<number, Server>();
    for (const length of [n, 4 * n]) {
      const body = { error: 'x'.repeat(length), message: 'A word. '.repeat(length) };
      servers.set(length, baseUrlOf((await serve(json(body, 400, { 'x-request-id': 'r'.repeat(5000) }))).url));
    }
    await expectLinear((length) => () => rejection(clientOf(servers.get(length) ?? 'us').videos.list({ packageId })));
  });
});
