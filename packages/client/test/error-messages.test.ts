import { type Handler, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { baseUrlOf, createClient, InvalidRequestError, UnexpectedResponseError } from '../src/index.ts';
import { planDeletion, verifyDocument } from '../src/retention.ts';
import { apiKey, clientOf, deleted, meetingVideoId, packageId, rejection, untyped, video } from './fixtures.ts';

const nothing = 'Nothing was sent and nothing was deleted.';

describe('a rejected argument is named, with what is wrong with it', () => {
  const { packages, videos, raw } = createClient({ apiKey, server: 'us' });
  const deletion = '/packages/{packageId}/videos/delete';
  const rawDelete = (init: unknown) => raw.POST(deletion, untyped(init));
  const params = { path: { packageId } };

  test.each<[() => Promise<unknown>, string, string]>([
    [() => videos.list({ packageId: '' }), 'packageId', 'packageId is empty.'],
    [() => videos.list({ packageId: ' ' }), 'packageId', 'packageId is blank.'],
    [() => videos.list(untyped({})), 'packageId', 'packageId must be a string, got undefined.'],
    [() => videos.list(untyped({ packageId: null })), 'packageId', 'packageId must be a string, got null.'],
    [() => videos.list(untyped({ packageId: 7 })), 'packageId', 'packageId must be a string, got 7.'],
    [() => videos.list(untyped({ packageId: ['a'] })), 'packageId', 'packageId must be a string, got an array.'],
    [() => videos.list(untyped({ packageId: {} })), 'packageId', 'packageId must be a string, got an object.'],
    [() => videos.list(untyped({ packageId: 0 })), 'packageId', 'packageId must be a string, got 0.'],
    [() => videos.list(untyped({ packageId: -7 })), 'packageId', 'packageId must be a string, got -7.'],
    [() => videos.list(untyped({ packageId: Number.NaN })), 'packageId', 'packageId must be a string, got NaN.'],
    [
      () => videos.list(untyped({ packageId: Number.POSITIVE_INFINITY })),
      'packageId',
      'packageId must be a string, got Infinity.',
    ],
    [() => videos.list(untyped({ packageId: true })), 'packageId', 'packageId must be a string, got true.'],
    [
      () => videos.list(untyped({ packageId: new Date() })),
      'packageId',
      'packageId must be a string, got an instance of a class.',
    ],
    [() => videos.list(untyped({ packageId: undefined })), 'packageId', 'packageId must be a string, got undefined.'],
    [() => videos.list({ packageId: 'a'.repeat(1001) }), 'packageId', 'packageId is longer than 1000 characters.'],
    [
      () => videos.list(untyped(new Date())),
      'the package',
      'The package must be a plain object, got an instance of a class.',
    ],
    [() => videos.list({ packageId: 'a\u200b' }), 'packageId', 'packageId contains an invisible character.'],
    [
      () => videos.list({ packageId: '..' }),
      'packageId',
      'packageId must not contain "." or ".." path segments or a NUL character.',
    ],
    [() => videos.list(untyped('x')), 'the package', "The package must be a plain object, got 'x'."],
    [() => videos.delete(untyped(null)), 'the video', 'The video must be a plain object, got null.'],
    [
      () => videos.delete(untyped({ videoId: 'x' })),
      'videoId',
      'videoId is not a field of the video. Did you mean meetingVideoId?',
    ],
    [() => videos.deleteAll(untyped([])), 'the package', 'The package must be a plain object, got an array.'],
    [
      () => videos.deleteAll(untyped({ packageId, meetingVideoId })),
      'meetingVideoId',
      'meetingVideoId is not taken by deleteAll, which deletes every video of the package. Use delete for one video.',
    ],
    [
      () => videos.deleteAll({ packageId }, untyped({ dryrun: true })),
      'dryrun',
      'dryrun is not a field of the options. Did you mean dryRun?',
    ],
    [
      () => videos.deleteAll({ packageId }, untyped({ dryRun: 'yes' })),
      'dryRun',
      "dryRun must be true or false, got 'yes'.",
    ],
    [
      () => raw.GET(untyped('/packages'), untyped({})),
      'path',
      'path must be an operation of the API, got GET /packages.',
    ],
    [
      () => raw.GET(untyped('/packages/list'), untyped({})),
      'path',
      'path must be an operation of the API, got GET /packages/list.',
    ],
    [() => rawDelete({ params, fetch }), 'fetch', 'fetch is not a field of a raw call. It takes params, body, signal.'],
    [() => rawDelete({ params: { query: {} } }), 'query', 'query is not a field of params. It takes path.'],
    [() => rawDelete({ params: { path: { id: 'x' } } }), 'id', 'id is not a field of path. Did you mean packageId?'],
    [() => rawDelete({ body: { packageId } }), 'packageId', 'packageId must be a string, got undefined.'],
    [
      () => rawDelete({ params }),
      'the body of a deletion',
      'The body of a deletion must be a plain object, got undefined.',
    ],
    [
      () => rawDelete({ params, body: { packageId, videoId: 'x' } }),
      'videoId',
      'videoId is not a field of the body of a deletion. Did you mean meetingVideoId?',
    ],
    [() => rawDelete({ params, body: { packageId: ' ' } }), 'packageId', 'packageId is blank.'],
    [
      () => raw.POST('/packages/list', untyped({ params, body: {} })),
      'packageId',
      'packageId must be left out, got a string.',
    ],
    [
      () => raw.GET('/packages/{packageId}/videos', untyped({ params, body: {} })),
      'body',
      'body must be left out, got an object.',
    ],
    [() => packages.list(untyped({ search: 7 })), 'search', 'search must be a string, got 7.'],
    [() => packages.list(untyped({ take: '7' })), 'take', "take must be a finite number, got '7'."],
    [() => packages.list(untyped({ allMembers: 'x' })), 'allMembers', "allMembers must be true or false, got 'x'."],
    [() => packages.list(untyped({ isExecuted: 1 })), 'isExecuted', 'isExecuted must be true, false or null, got 1.'],
    [
      () => packages.list(untyped({ states: 'x' })),
      'packages.states',
      "packages.states must be an array of strings, got 'x'.",
    ],
    [
      () => packages.list(untyped({ states: ['x', 7] })),
      'packages.states',
      'packages.states must be an array of strings, got 7 in it.',
    ],
    [
      () => rawDelete({ params, body: { packageId: 'another' } }),
      'packageId',
      'packageId differs between the path and the body.',
    ],
    [
      () => rawDelete({ params, body: { packageId, meetingVideoId, toJSON: () => ({ packageId }) } }),
      'toJSON',
      'toJSON is not a field of the body of a deletion. It takes packageId, meetingVideoId.',
    ],
  ])('%s', async (call, field, message) => {
    const error = await rejection(call());
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toMatchObject({ field, message: `${message} ${nothing}`, mayHaveDeleted: false });
  });

  test.each<[unknown, string]>([
    [{ baseUrl: 'https://sign.example.com/api/v1' }, 'baseUrl is not a field of the options. Did you mean server?'],
    [{ timeout: 5000 }, 'timeout is not a field of the options. Did you mean timeoutMs?'],
    [{ api_key: 'x' }, 'api_key is not a field of the options. Did you mean apiKey?'],
    [{ retries: 5 }, 'retries is not a field of the options. Did you mean maxRetries?'],
    [{ timeoutMS: 5 }, 'timeoutMS is not a field of the options. Did you mean timeoutMs?'],
    [{ maxRetreis: 5 }, 'maxRetreis is not a field of the options. Did you mean maxRetries?'],
    [
      { colour: 'red' },
      'colour is not a field of the options. It takes apiKey, server, timeoutMs, totalTimeoutMs, maxRetries, onAttempt, fetch, maxResponseBytes.',
    ],
    [{ timeoutMs: '5s' }, 'timeoutMs must be a number of milliseconds from 1 to 2147483647, got a string.'],
    [{ timeoutMs: '5000' }, "timeoutMs must be a number of milliseconds from 1 to 2147483647, got '5000'."],
    [{ maxRetries: 1.5 }, 'maxRetries must be a whole number of 0 or more, got 1.5.'],
    [
      { server: undefined },
      'server must be one of sandbox-us, sandbox-eu, us, ca, eu, or an address that begins with https://, got undefined.',
    ],
    [
      { server: 'sandbox-ca' },
      'server must be one of sandbox-us, sandbox-eu, us, ca, eu, or an address that begins with https://.',
    ],
  ])('of the options %j', (options, message) => {
    const create = () => createClient(untyped({ apiKey, server: 'us', ...Object(options) }));
    expect(create).toThrow(InvalidRequestError);
    expect(create).toThrow(`${message} ${nothing}`);
  });

  test('of a promise that was not awaited', async () => {
    const list = videos.list(untyped(Promise.resolve({ packageId })));
    expect(await rejection(list)).toHaveProperty(
      'message',
      `The package must be a plain object, got a promise: await it first. ${nothing}`,
    );
  });

  test.each<[string, object]>([
    ['packages.states must name at least one', { packages: { states: [] } }],
    ["packages.states names 'archived', a state of videos", { packages: { states: ['archived'] } }],
    ["states names 'executed', a state of packages", { states: ['executed'] }],
    [
      'states cannot stand beside packageIds: packages takes either packageIds or a query',
      { packages: { packageIds: ['p'], states: ['executed'] } },
    ],
    ['limits.share must be a number from 0 to 1, got 50', { limits: { videos: 5, share: 50 } }],
  ])('of the rules of a plan: %s', async (message, rules) => {
    const all = { packages: { states: ['executed'] }, olderThan: { years: 1 }, limits: { videos: 5 }, ...rules };
    const error = await rejection(planDeletion(createClient({ apiKey, server: 'us' }), untyped(all)));
    expect(error).toMatchObject({ name: 'InvalidRequestError', message: expect.stringContaining(message) });
  });

  test('of a document that was not awaited', () => {
    const plan = Promise.resolve({});
    expect(() => verifyDocument({ sealKey: 'a key of the company' }, untyped(plan))).toThrow(
      'This is a promise of a document: await it first. Nothing was deleted.',
    );
  });

  test('of a key that is missing', () => {
    expect(() => createClient(untyped({ server: 'us' }))).toThrow(`apiKey is missing. ${nothing}`);
  });

  test('of a key, without the key', () => {
    const message = 'apiKey must be a string of printable ASCII characters, without spaces around it.';
    expect(() => createClient({ apiKey: 'key ', server: 'us' })).toThrow(`${message} ${nothing}`);
    expect(() => createClient({ apiKey: 'k', server: 'us' })).not.toThrow();
  });
});

test.each<[Handler, string]>([
  [json(deleted, 202), 'has the status 202, which is not documented'],
  [json(deleted, 600), 'has the status 600, which is not documented'],
  [(response) => response.writeHead(200).end(), 'is empty'],
  [(response) => response.writeHead(204).end(), 'has the status 204, which is not documented'],
  [(response) => response.writeHead(200).end('{'), 'is not JSON'],
  [json([]), 'is not a list of videos'],
  [json({ ...deleted, packageId: 'another' }), `is about the package another, and ${packageId} was asked for`],
  [json({ packageId, videos: [] }), 'names no deleted video'],
  [json({ packageId, videos: [video, { ...video, meetingVideoId: 'x' }] }), 'names more videos than the one to delete'],
  [
    json({ packageId, videos: [{ ...video, meetingVideoId: 'x' }] }),
    `names the video x as deleted, and ${meetingVideoId} was asked for`,
  ],
  [
    json({ packageId, videos: [{ ...video, state: 'failed' }] }),
    'does not say that a video is deleted (its state: failed)',
  ],
  [json({ packageId, videos: [{ meetingVideoId }] }), 'does not say that a video is deleted (its state: none)'],
  [
    json({ packageId, videos: [{ ...video, state: 'x'.repeat(100) }] }),
    `does not say that a video is deleted (its state: ${'x'.repeat(40)})`,
  ],
])('a response that confirms nothing is described: %#', async (handler, problem) => {
  const { url } = await serve(handler);
  const error = await rejection(clientOf(url).videos.delete({ packageId, meetingVideoId }));
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  const consequence = 'The video may have been deleted: list the videos of the package to see.';
  expect(error).toMatchObject({ message: `The response ${problem}. ${consequence}` });
});

test('a response that is no page of packages is described', async () => {
  const { url } = await serve(json({ items: [] }));
  expect(await rejection(clientOf(url).packages.list())).toMatchObject({
    message: 'The response is not a page of packages. This was a read-only call; nothing was deleted.',
  });
});

test('an error of the API without words is described by its status alone', async () => {
  const { url } = await serve(json({ error: '', message: '' }, 409));
  expect(await rejection(clientOf(url).videos.list({ packageId }))).toMatchObject({
    code: undefined,
    apiMessage: undefined,
    message: 'The API responded with 409. This was a read-only call; nothing was deleted. Check the request.',
  });
});

describe('what a server says', () => {
  const errorOf = async (body: object, headers: Record<string, string> = {}) => {
    const { url } = await serve(json(body, 400, headers));
    return rejection(clientOf(url).videos.list({ packageId }));
  };

  test.each([
    ['Not found', 'Not found.'],
    ['Not found.', 'Not found.'],
    ['Why?', 'Why?'],
    ['No!', 'No!'],
  ])('ends as a sentence: %j', async (message, sentence) => {
    expect(await errorOf({ error: 'x', message })).toMatchObject({
      message: `The API responded with 400 (x): ${sentence} This was a read-only call; nothing was deleted. Check the request.`,
    });
  });

  test('is shortened to 500 characters', async () => {
    const [short, long] = ['y'.repeat(500), 'z'.repeat(501)];
    const cut = `${'z'.repeat(500)}...`;
    expect(await errorOf({ error: short, message: long }, { 'x-request-id': long })).toMatchObject({
      code: short,
      apiMessage: cut,
      requestId: cut,
      message: expect.stringContaining(`(${short}): ${cut} This was`),
    });
  });

  test('is shown without the key', async () => {
    expect(await errorOf({ error: 'x', message: `No such key: ${apiKey}` })).toMatchObject({
      apiMessage: 'No such key: ***',
    });
  });
});

test('a 404 from an address that may lack its end says so', async () => {
  const { url } = await serve(json({ error: 'package_not_found' }, 404));
  const server = baseUrlOf(url.replace('/api/v1', '/api'));
  const { videos } = createClient({ apiKey, server });
  const advice = `Check the ids. The base URL is ${server}, and those of the API end with /api/v1: check that nothing is missing.`;
  expect(await rejection(videos.list({ packageId }))).toHaveProperty('message', expect.stringContaining(advice));
});

test('a server that cannot be reached is named with its port and the reason', async () => {
  const { videos } = createClient({ apiKey, server: 'http://localhost:1/api/v1', fetch: refusedBy, maxRetries: 0 });
  expect(await rejection(videos.list({ packageId }))).toHaveProperty(
    'message',
    'The server could not be reached (localhost:1, ECONNREFUSED). Check its address, and the network. This was a read-only call; nothing was deleted.',
  );
});

const refusedBy = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

test.each<[number, string, string]>([
  [401, 'This call deleted nothing.', 'Check the API key, and that it belongs to this server.'],
  [403, 'This call deleted nothing.', 'Ask for the permission, or use another API key.'],
  [409, 'This call deleted nothing.', 'Check the request.'],
  [429, 'This call deleted nothing.', 'Wait before calling again.'],
  [
    500,
    'Some or all videos of the package may have been deleted: list them to see. Do not retry blindly.',
    "The problem is on the server's side.",
  ],
  [
    408,
    'Some or all videos of the package may have been deleted: list them to see. Do not retry blindly.',
    "The problem is on the server's side.",
  ],
])('after a %i, an error says what was deleted and what to do next', async (status, consequence, advice) => {
  const { url } = await serve(listing(json({}, 500), json({ error: 'x', message: 'Why' }, status)));
  const error = await rejection(clientOf(url, { maxRetries: 0 }).videos.deleteAll({ packageId }));
  expect(error).toMatchObject({ message: `The API responded with ${status} (x): Why. ${consequence} ${advice}` });
});
