import fc from 'fast-check';
import { type Handler, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Client, IinkedSignError, UnexpectedResponseError } from '../src/index.ts';
import { alive, clientOf, deleted, meetingVideoId, packageId, rejection, video } from './fixtures.ts';

const calls: [string, (client: Client) => Promise<unknown>][] = [
  ['videos.list', ({ videos }) => videos.list({ packageId })],
  ['videos.delete', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
  ['videos.deleteAll', ({ videos }) => videos.deleteAll({ packageId })],
];

const text =
  (body: string, status = 200): Handler =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };

const flushedEmpty: Handler = (response) => {
  response.flushHeaders();
  response.end();
};

describe.each(calls)('%s', (name, call) => {
  test.each<[string, Handler]>([
    ['HTML', text('<!doctype html><title>Sign in</title>')],
    ['nothing', text('')],
    ['nothing, in chunks', flushedEmpty],
    ['204', (response) => response.writeHead(204).end()],
    ['202', json(deleted, 202)],
    ['299', json(deleted, 299)],
    ['600', json(deleted, 600)],
    ['broken JSON', text('{"packageId":')],
    ['null', text('null')],
    ['an array', json([deleted])],
    ['a string', json('deleted')],
    ['no videos', json({ packageId })],
    ['videos that are no array', json({ packageId, videos: { 0: video } })],
    ['a video without an id', json({ packageId, videos: [{ ...video, meetingVideoId: undefined }] })],
    ['a video whose id is null', json({ packageId, videos: [{ ...video, meetingVideoId: null }] })],
    ['a video whose id is empty', json({ packageId, videos: [{ ...video, meetingVideoId: '' }] })],
    ['a video that is a string', json({ packageId, videos: [meetingVideoId] })],
    ['no package', json({ videos: [video] })],
    ['a package that is a number', json({ packageId: 1, videos: [video] })],
    ['another package', json({ packageId: 'another', videos: [video] })],
    ['an error with the status 200', json({ error: 'package_not_found', message: 'Not found.' })],
  ])('rejects %s', async (_, handler) => {
    const { url, received } = await serve(handler);
    const error = await rejection(call(clientOf(url)));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      mayHaveDeleted: name !== 'videos.list',
      message: expect.stringMatching(/^The response .*\.$/),
    });
    expect(received).toHaveLength(1);
  });

  test('lets unknown fields and types pass untouched', async () => {
    const other = { ...video, state: null, timeDeleted: '2026-11-02T10:00:00Z', type: 'hologram', by: { x: 1 } };
    const response = { packageId, batch: [7], videos: [other] };
    const { url } = await serve(json(response));
    expect(await call(clientOf(url))).toMatchObject(response);
  });

  test.each<[object, boolean]>([
    [{ state: 'deleted' }, true],
    [{ state: 'Deleted' }, true],
    [{ state: 'DELETED' }, true],
    [{ state: 'deleted', timeDeleted: '0001-01-01T00:00:00Z' }, true],
    [{ timeDeleted: '2026-11-02T10:00:00.1234567Z' }, true],
    [{ state: null, timeDeleted: '2026-11-02T10:00:00+01:00' }, true],
    [{ state: '', timeDeleted: '2000-01-01T00:00:00Z' }, true],
    [{ state: 'archived', timeDeleted: '2026-11-02T10:00:00Z' }, false],
    [{ state: 'shredded', timeDeleted: '2026-11-02T10:00:00Z' }, false],
    ...[
      '2026-11-02',
      '2026-11-02T10:00:00',
      '0001-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z',
      '1999-12-31T23:59:59Z',
      '2099-01-01T00:00:00Z',
      ' ',
      'null',
      'yes',
      true,
      {},
      ['2026-11-02T10:00:00Z'],
    ].map((timeDeleted): [object, boolean] => [{ timeDeleted }, false]),
    [{ state: 'Archived' }, false],
    [{ state: 'archived ' }, false],
    [{ state: ' deleted' }, false],
    [{ state: ['archived'] }, false],
    [{ state: ['deleted'] }, false],
    [{ state: 'shredded' }, false],
    [{ state: null }, false],
    [{}, false],
    [{ timeDeleted: '' }, false],
    [{ timeDeleted: null }, false],
    [{ timeDeleted: 7 }, false],
  ])('of a video that is %j: it is deleted: %j', async (said, isConfirmed) => {
    const response = { packageId, videos: [{ meetingVideoId, ...said }] };
    const { url } = await serve(json(response));
    const ended = await call(clientOf(url)).catch((error: unknown) => error);
    if (name === 'videos.list' || isConfirmed) expect(ended).toMatchObject(response);
    else expect(ended).toBeInstanceOf(UnexpectedResponseError);
  });

  test('any bytes as a response come to a checked result, or to an error of ours', async () => {
    let content: Uint8Array = new Uint8Array();
    let status = 200;
    const { url } = await serve((response) => response.writeHead(status).end(content));
    const client = clientOf(url, { maxRetries: 0 });
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((value) => new TextEncoder().encode(value)),
      fc.constant(new TextEncoder().encode(JSON.stringify(deleted))),
    );
    const statuses = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
    const right = new TextEncoder().encode(JSON.stringify(deleted));
    const results: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(bytes, statuses, async (body, code) => {
        content = body;
        status = code;
        const result = await call(client).catch((error: unknown) => error);
        if (!(result instanceof IinkedSignError)) results.push(result);
      }),
      { numRuns: 100, examples: [[right, 200]] },
    );
    expect(results.length).toBeGreaterThan(0);
    expect(results).toMatchObject(results.map(() => deleted));
  });
});

describe('videos.delete', () => {
  const other = { meetingVideoId: 'another', state: 'deleted' };

  test.each<[string, unknown[], string[]]>([
    ['no video', [], []],
    ['another video', [other], ['another']],
    ['the video and another one', [video, other], [meetingVideoId, 'another']],
    ['the video, still archived', [{ ...video, state: 'archived' }], [meetingVideoId]],
  ])('rejects a response with %s', async (_, videos, meetingVideoIds) => {
    const { url } = await serve(json({ packageId, videos }));
    const error = await rejection(clientOf(url).videos.delete({ packageId, meetingVideoId }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ mayHaveDeleted: true, status: 200, understood: { packageId, meetingVideoIds } });
  });
});

describe('a video that a response names twice', () => {
  test('counts once', async () => {
    const { url } = await serve(json({ packageId, videos: [video, video] }));
    expect(await clientOf(url).videos.delete({ packageId, meetingVideoId })).toMatchObject({ videos: [video] });
    expect((await clientOf(url).videos.deleteAll({ packageId })).videos).toEqual([video]);
  });

  test.each([[[video, ...alive.videos]], [[...alive.videos, video]]])(
    'is not deleted where one of them says so',
    async (videos) => {
      const { url } = await serve(json({ packageId, videos }));
      for (const call of [
        clientOf(url).videos.delete({ packageId, meetingVideoId }),
        clientOf(url).videos.deleteAll({ packageId }),
      ]) {
        expect(await rejection(call)).toBeInstanceOf(UnexpectedResponseError);
      }
    },
  );
});

describe('videos.deleteAll', () => {
  test.each<[string, string, string, boolean]>([
    ['an hour ahead of the Date', '2040-01-01T13:00:00Z', 'Sun, 01 Jan 2040 12:00:00 GMT', true],
    ['more than an hour ahead of the Date', '2040-01-01T13:00:01Z', 'Sun, 01 Jan 2040 12:00:00 GMT', false],
    ['ahead of this machine, where the Date cannot be read', '2040-01-01T12:00:00Z', 'soon', false],
  ])('goes by the time of the response: a deletion %s', async (_, timeDeleted, date, isConfirmed) => {
    const { url } = await serve(json({ packageId, videos: [{ meetingVideoId, timeDeleted }] }, 200, { date }));
    const ended = await clientOf(url)
      .videos.deleteAll({ packageId })
      .catch((error: unknown) => error);
    expect(ended instanceof UnexpectedResponseError).toBe(!isConfirmed);
  });

  test('of a response that names no video, the list says whether anything is left', async () => {
    const nothing = { packageId, videos: [] };
    for (const left of [[], [video]]) {
      const { url, received } = await serve(listing(json({ packageId, videos: left }), json(nothing)));
      const result = await clientOf(url).videos.deleteAll({ packageId });
      expect(result).toEqual({ packageId, videos: left, settledByList: true });
      expect(received.map(({ method }) => method)).toEqual(['POST', 'GET']);
    }
  });

  test.each<[string, Handler]>([
    ['shows a living video', json(alive)],
    [
      'contradicts itself',
      json({ packageId, videos: [{ ...video, state: 'archived', timeDeleted: '2026-11-02T10:00:00Z' }] }),
    ],
    ['is from a cache', json(deleted, 200, { age: '60' })],
    ['cannot be read', json({}, 403)],
  ])('rejects a response that names no video where the list %s', async (_, list) => {
    const { url, received } = await serve(listing(list, json({ packageId, videos: [] })));
    expect(await rejection(clientOf(url).videos.deleteAll({ packageId }))).toMatchObject({
      name: 'UnexpectedResponseError',
      message: expect.stringContaining('names no deleted video'),
      mayHaveDeleted: true,
    });
    expect(received.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('rejects a response that names no video of another package, whatever the list says', async () => {
    const nothing = { packageId: 'another', videos: [] };
    const { url, received } = await serve(listing(json({ packageId, videos: [] }), json(nothing)));
    const error = await rejection(clientOf(url).videos.deleteAll({ packageId }));
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', mayHaveDeleted: true });
    expect(received.map(({ method }) => method)).toEqual(['POST']);
  });

  test('rejects a response with a video that is not deleted', async () => {
    const { url } = await serve(json({ packageId, videos: [video, { meetingVideoId: 'b', state: 'queued' }] }));
    const error = await rejection(clientOf(url).videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ message: expect.stringContaining('is deleted (its state: queued)') });
  });
});
