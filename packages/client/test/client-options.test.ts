import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClient, createClientOn, InvalidRequestError } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { apiKey, clientOf, packageId, rejection, untyped } from './fixtures.ts';

const good = { apiKey, server: 'us' };

/** What a function throws; fails when it does not. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('It threw nothing.');
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const clients: [string, (options: unknown) => unknown][] = [
  ['createClient', (options) => createClient(untyped(options))],
  ['createClient of iinked-sign/node', (options) => createClientOverUndici(untyped(options))],
  [
    'createClientOn',
    (options) => createClientOn({ send: () => Promise.reject(), wait: () => Promise.reject() }, untyped(options)),
  ],
];

describe.each(clients)('%s rejects', (_, connect) => {
  test.each<[string, string, unknown]>([
    ['no options', 'the options', undefined],
    ['options that are null', 'the options', null],
    ['options that are a string', 'the options', 'us'],
    ['options that are an instance of a class', 'the options', Object.assign(new (class Options {})(), good)],
    ['a misspelt option', 'timeout', { ...good, timeout: 5 }],
    ['no key', 'apiKey', { server: 'us' }],
    ['an empty key', 'apiKey', { ...good, apiKey: '' }],
    ['a key with a line break', 'apiKey', { ...good, apiKey: 'secret\nvalue' }],
    ['a key with spaces around it', 'apiKey', { ...good, apiKey: ' secret-value ' }],
    ['a key with a space before it', 'apiKey', { ...good, apiKey: ' secret-value' }],
    ['a key with a space after it', 'apiKey', { ...good, apiKey: 'secret-value ' }],
    ['a key that is not ASCII', 'apiKey', { ...good, apiKey: 'sécret-value' }],
    ['a key that is an object', 'apiKey', { ...good, apiKey: new String('secret') }],
    ['no server', 'server', { apiKey }],
    ['a server that is null', 'server', { apiKey, server: null }],
    ...['timeoutMs', 'totalTimeoutMs'].flatMap((name) =>
      [0, -1, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY, '5', null].map((value): [string, string, unknown] => [
        `${value} as ${name}`,
        name,
        { ...good, [name]: value },
      ]),
    ),
    ...[0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', null].map((maxRetries): [string, string, unknown] => [
      `${maxRetries} as maxRetries`,
      'maxRetries',
      { ...good, maxRetries },
    ]),
    ...[42, null, '', 0, {}].map((onAttempt): [string, string, unknown] => [
      `${JSON.stringify(onAttempt)} as onAttempt`,
      'onAttempt',
      { ...good, onAttempt },
    ]),
  ])('%s', (_, field, options) => {
    const error = thrownBy(() => connect(options));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field, message: expect.not.stringMatching(/s[eé]cret/) });
  });
});

describe('createClient', () => {
  test.each<[string, unknown]>([
    ...[42, null, '', {}].map((fetch): [string, unknown] => ['fetch', fetch]),
    ...[0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null].map((size): [string, unknown] => [
      'maxResponseBytes',
      size,
    ]),
  ])('rejects as %s: %j', (name, value) => {
    const error = thrownBy(() => createClient(untyped({ ...good, [name]: value })));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field: name });
  });
});

describe('createClient of iinked-sign/node', () => {
  test.each<[string, unknown]>([
    ...[42, null, '', {}, { dispatch: true }].map((dispatcher): [string, unknown] => ['dispatcher', dispatcher]),
    ['maxResponseBytes', 0],
    ['fetch', fetch],
  ])('rejects as %s: %j', (name, value) => {
    const error = thrownBy(() => createClientOverUndici(untyped({ ...good, [name]: value })));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field: name });
  });

  test.each(
    ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].flatMap((name) =>
      ['http://user:secret@:', 'proxy.example.com:8080', 'secret', 'ftp://proxy'].map(
        (proxy) => [name, proxy] as const,
      ),
    ),
  )('rejects a malformed %s by its name: %s', (name, proxy) => {
    vi.stubEnv(name, proxy);
    const error = thrownBy(() => createClientOverUndici({ apiKey, server: 'us' }));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field: name, message: expect.not.stringContaining('secret') });
  });

  test('takes the proxies that undici knows, and needs none', () => {
    for (const proxy of ['', 'http://proxy:8080', 'https://user:word@proxy', 'socks5://proxy']) {
      vi.stubEnv('HTTPS_PROXY', proxy);
      expect(() => createClientOverUndici({ apiKey, server: 'us' })).not.toThrow();
    }
  });
});

describe('createClientOn', () => {
  const send = () => Promise.reject();
  const wait = () => Promise.reject();

  test.each<[string, unknown]>([
    ['the platform', undefined],
    ['the platform', null],
    ['the platform', send],
    ['the platform', Object.assign(new (class Network {})(), { send, wait })],
    ['send', {}],
    ['send', { send: 42, wait }],
    ['wait', { send }],
    ['wait', { send, wait: 42 }],
    ['now', { send, wait, now: 42 }],
    ['now', { send, wait, now: null }],
    ['random', { send, wait, random: 0.5 }],
    ['fetch', { send, wait, fetch }],
  ])('rejects a platform for its %s', (field, platform) => {
    const error = thrownBy(() => createClientOn(untyped(platform), untyped(good)));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field });
  });

  test.each(['fetch', 'maxResponseBytes', 'dispatcher'])('takes no %s', (name) => {
    const error = thrownBy(() => createClientOn({ send, wait }, untyped({ ...good, [name]: 1 })));
    expect(error).toMatchObject({ name: 'InvalidRequestError', field: name });
  });
});

test('options that are undefined count as left out', () => {
  const nothing = { timeoutMs: undefined, totalTimeoutMs: undefined, maxRetries: undefined, onAttempt: undefined };
  const size = { maxResponseBytes: undefined };
  expect(() => createClient({ apiKey, server: 'us', ...nothing, ...size, fetch: undefined })).not.toThrow();
  expect(() =>
    createClientOverUndici({ apiKey, server: 'us', ...nothing, ...size, dispatcher: undefined }),
  ).not.toThrow();
});

describe('a call rejects, before anything is sent', () => {
  const { videos, packages } = clientOf('us', { send: () => Promise.reject(new Error('It was sent.')) });

  test.each<[string, unknown]>([
    ['timeoutMs', 0],
    ['totalTimeoutMs', Number.NaN],
    ['maxRetries', -1],
    ['signal', null],
    ['onAttempt', () => undefined],
    ['dryRun', true],
  ])('%s: %s', async (name, value) => {
    for (const call of [
      videos.list({ packageId }, untyped({ [name]: value })),
      packages.list({}, untyped({ [name]: value })),
      packages.listAll({}, untyped({ [name]: value })).next(),
    ]) {
      expect(await rejection(call)).toMatchObject({ name: 'InvalidRequestError', field: name });
    }
  });

  test.each<[string, unknown]>([
    ['the query', null],
    ['the query', 'Lease*'],
    ['the query', []],
    ['serch', { serch: 'x' }],
    ...['memberId', 'teamId', 'folderId', 'search', 'sortBy'].flatMap((name) =>
      [null, 7, ['x']].map((value): [string, unknown] => [name, { [name]: value }]),
    ),
    ...['days', 'take', 'skip'].flatMap((name) =>
      [null, '7', Number.NaN, Number.POSITIVE_INFINITY].map((value): [string, unknown] => [name, { [name]: value }]),
    ),
    ...['types', 'states'].flatMap((name) =>
      [null, 'executed', [7], [undefined], { 0: 'executed' }].map((value): [string, unknown] => [
        `packages.${name}`,
        { [name]: value },
      ]),
    ),
    ...[null, 'true', 1].map((allMembers): [string, unknown] => ['allMembers', { allMembers }]),
    ...['true', 1, []].map((isExecuted): [string, unknown] => ['isExecuted', { isExecuted }]),
  ])('%s of a query: %j', async (field, query) => {
    for (const call of [packages.list(untyped(query)), packages.listAll(untyped(query)).next()]) {
      const error = await rejection(call);
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ field });
    }
  });
});
