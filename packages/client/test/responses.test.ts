import fc from 'fast-check';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Client, IinkedSignError, UnexpectedResponseError } from '../src/index.ts';
import { clientOf, deleted, meetingVideoId, packageId, rejection, video } from './fixtures.ts';

const calls: [string, (client: Client) => Promise<unknown>][] = [
  ['list', ({ videos }) => videos.list({ packageId })],
  ['delete', ({ videos }) => videos.delete({ packageId, meetingVideoId })],
  ['deleteAll', ({ videos }) => videos.deleteAll({ packageId })],
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
    ['a status below 200 that is none', json(deleted, 299)],
    ['broken JSON', text('{"packageId":')],
    ['null', text('null')],
    ['a list', json([deleted])],
    ['a text', json('deleted')],
    ['no videos', json({ packageId })],
    ['videos that are no list', json({ packageId, videos: { 0: video } })],
    ['a video without an id', json({ packageId, videos: [{ ...video, meetingVideoId: undefined }] })],
    ['a video whose id is null', json({ packageId, videos: [{ ...video, meetingVideoId: null }] })],
    ['a video whose id is empty', json({ packageId, videos: [{ ...video, meetingVideoId: '' }] })],
    ['a video that is a text', json({ packageId, videos: [meetingVideoId] })],
    ['no package', json({ videos: [video] })],
    ['a package that is a number', json({ packageId: 1, videos: [video] })],
    ['another package', json({ packageId: 'another', videos: [video] })],
    ['an error with the status 200', json({ error: 'package_not_found', message: 'Not found.' })],
  ])('does not take %s for an answer', async (_, handler) => {
    const { url, received } = await serve(handler);
    const error = await rejection(call(clientOf(url)));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({
      mayHaveDeleted: name !== 'list',
      message: expect.stringMatching(/^The response .*\.$/),
    });
    expect(received).toHaveLength(1);
  });

  test('lets unknown fields, kinds and states pass untouched', async () => {
    const other = { ...video, state: 'shredded', timeDeleted: '2026-11-02', type: 'hologram', by: { x: 1 } };
    const answer = { packageId, batch: [7], videos: [other] };
    const { url } = await serve(json(answer));
    expect(await call(clientOf(url))).toMatchObject(answer);
  });

  test.each([undefined, null, 'Archived', 'archived ', ['archived'], 'shredded'])(
    'takes a video in the state %j for deleted only where its time says so',
    async (state) => {
      const { url } = await serve(json({ packageId, videos: [{ meetingVideoId, state }] }));
      const ended = await call(clientOf(url)).catch((error: unknown) => error);
      if (name === 'list') expect(ended).toEqual({ packageId, videos: [{ meetingVideoId, state }] });
      else expect(ended).toBeInstanceOf(UnexpectedResponseError);
    },
  );

  test('for any bytes as an answer: a checked result, or an error of ours', async () => {
    let answer: Uint8Array = new Uint8Array();
    let status = 200;
    const { url } = await serve((response) => response.writeHead(status).end(answer));
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
        answer = body;
        status = code;
        const result = await call(client).catch((error: unknown) => error);
        if (!(result instanceof IinkedSignError)) results.push(result);
      }),
      { numRuns: 300, examples: [[right, 200]] },
    );
    expect(results.length).toBeGreaterThan(0);
    expect(results).toMatchObject(results.map(() => deleted));
  });
});

describe('delete', () => {
  const other = { meetingVideoId: 'another', state: 'deleted' };

  test.each<[string, unknown[], string[]]>([
    ['no video', [], []],
    ['another video', [other], ['another']],
    ['the video and another one', [video, other], [meetingVideoId, 'another']],
    ['the video, still archived', [{ ...video, state: 'archived' }], [meetingVideoId]],
  ])('does not take an answer with %s for the deletion of one', async (_, videos, meetingVideoIds) => {
    const { url } = await serve(json({ packageId, videos }));
    const error = await rejection(clientOf(url).videos.delete({ packageId, meetingVideoId }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ mayHaveDeleted: true, status: 200, understood: { packageId, meetingVideoIds } });
  });
});

test('a video that a response names twice counts once', async () => {
  const { url } = await serve(json({ packageId, videos: [video, video] }));
  expect(await clientOf(url).videos.delete({ packageId, meetingVideoId })).toMatchObject({ videos: [video] });
  expect((await clientOf(url).videos.deleteAll({ packageId })).videos).toEqual([video]);
});

describe('deleteAll', () => {
  test('takes an empty list for a success: there was nothing to delete', async () => {
    const { url } = await serve(json({ packageId, videos: [] }));
    expect(await clientOf(url).videos.deleteAll({ packageId })).toEqual({ packageId, videos: [] });
  });

  test('does not take an answer with a video that is still there for the deletion of all', async () => {
    const { url } = await serve(json({ packageId, videos: [video, { meetingVideoId: 'b', state: 'queued' }] }));
    const error = await rejection(clientOf(url).videos.deleteAll({ packageId }));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ message: expect.stringContaining('is deleted (its state: queued)') });
  });
});

describe('raw', () => {
  const init = { params: { path: { packageId } } };

  test('gives an answer as it came, typed from the contract', async () => {
    const { url } = await serve(json(deleted));
    const { data, response } = await clientOf(url).raw.POST('/packages/{packageId}/videos/delete', {
      ...init,
      body: { packageId, meetingVideoId },
    });
    expect(data?.videos[0]?.size).toBe(484524);
    expect(response.status).toBe(200);
  });

  test('lists packages, which takes no package', async () => {
    const page = { items: [], total: 0, take: 1, skip: 0 };
    const { url, received } = await serve(json(page));
    expect((await clientOf(url).raw.POST('/packages/list', { body: { take: 1 } })).data).toEqual(page);
    expect(received).toMatchObject([{ path: '/api/v1/packages/list', body: '{"take":1}' }]);
  });

  test('gives an error as it came', async () => {
    const { url } = await serve(json({ error: 'package_not_found', message: 'Not found.' }, 404));
    const { error, response } = await clientOf(url).raw.GET('/packages/{packageId}/videos', init);
    expect(error).toEqual({ error: 'package_not_found', message: 'Not found.' });
    expect(response.status).toBe(404);
  });

  test('does not take HTML for an answer', async () => {
    const { url } = await serve(text('<html>'));
    const error = await rejection(clientOf(url).raw.GET('/packages/{packageId}/videos', init));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ status: 200, mayHaveDeleted: false });
  });

  test.each([
    ['one video', { packageId, meetingVideoId }, 'The video may have been deleted'],
    ['all videos', { packageId }, 'Some or all videos of the package may have been deleted'],
  ])('says after such an answer that a deletion of %s may have happened', async (_, body, words) => {
    const { url } = await serve(text('<html>'));
    const error = await rejection(clientOf(url).raw.POST('/packages/{packageId}/videos/delete', { ...init, body }));
    expect(error).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining(words) });
  });
});
