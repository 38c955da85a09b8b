import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { retryAfterMs } from '../src/apiError.ts';
import { baseUrlOf, InvalidRequestError } from '../src/index.ts';
import { redactor } from '../src/redact.ts';
import { instantOf } from '../src/time.ts';
import { clientOf, packageId, rejection } from './fixtures.ts';

/** The shortest of three runs, in milliseconds: what else this machine does counts less. */
async function millisecondsOf(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

const n = 100_000;
const ignore = (run: () => unknown) => () => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRequestError);
  }
};
const key = String.raw`a%25\"b`;

describe('a long string takes no time that grows with its square', () => {
  test.each<[string, () => unknown]>([
    ['slashes at the end of an address', ignore(() => baseUrlOf(`https://sign.example.com${'/'.repeat(n)}`))],
    ['slashes inside of an address', ignore(() => baseUrlOf(`https://sign.example.com${'/'.repeat(n)}x`))],
    ['an address of dots', ignore(() => baseUrlOf(`http://127${'.1'.repeat(n)}x`))],
    ['digits in Retry-After', () => retryAfterMs(`${'1'.repeat(n)}x`, 0)],
    ['decimals of a time', () => instantOf(`2019-07-15T16:53:44.${'1'.repeat(n)}`)],
    ['percent signs beside a key', () => redactor(key)('%25'.repeat(n))],
    ['backslashes beside a key', () => redactor(key)('\\'.repeat(n))],
    ['a key of backslashes', () => redactor(`${'\\'.repeat(200)}x`)('\\'.repeat(n))],
    ['a key of spaces', () => redactor(`a${' '.repeat(200)}x`)(`a${'+'.repeat(n)}`)],
    ['the beginning of a key, over and over', () => redactor('aaaaaaaaaaaaaaab')('a'.repeat(n))],
    ['an API key', ignore(() => clientOf('us', { apiKey: `a${' '.repeat(n)}é` }))],
  ])('%s', async (_, run) => {
    expect(await millisecondsOf(run)).toBeLessThan(500);
  });

  test.each([
    ['letters', 'a'],
    ['spaces', ' '],
    ['percent signs', '%25'],
    ['path segments', 'a/'],
  ])('an id of %s', async (_, text) => {
    const client = clientOf('us', { send: () => Promise.reject(new Error('It was sent.')) });
    const run = () => rejection(client.videos.list({ packageId: text.repeat(n) }));
    expect(await millisecondsOf(run)).toBeLessThan(500);
  });

  test('the message of a server', async () => {
    const message = 'A word. '.repeat(n);
    const { url } = await serve(json({ error: 'x'.repeat(n), message }, 400, { 'x-request-id': 'r'.repeat(5000) }));
    const run = () => rejection(clientOf(url).videos.list({ packageId }));
    expect(await millisecondsOf(run)).toBeLessThan(1000);
  });
});
