import { type Handler, inTurn, json, listing, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Client, type MeetingVideo, NotFoundError, UnexpectedResponseError } from '../src/index.ts';
import { alive, clientOf, deleted, meetingVideoId, packageId, rejection, video } from './fixtures.ts';

const deleteOne = ({ videos }: Client) => videos.delete({ packageId, meetingVideoId });
const deleteAll = ({ videos }: Client) => videos.deleteAll({ packageId });

const failing = (status: number) =>
  json({ error: status === 404 ? 'meeting_video_not_found' : 'x', message: 'x' }, status);
const lost: Handler = (response) => response.destroy();
const cutShort: Handler = (response) => {
  response.writeHead(200, { 'content-length': 500 }).write('{"packageId":', () => response.destroy());
};
const listOf = (...videos: unknown[]) => json({ packageId, videos });
const another: MeetingVideo = { meetingVideoId: 'another', state: 'deleted' };
const left: MeetingVideo = { meetingVideoId: 'left', state: 'queued' };

/** What leaves open whether the deletion was carried out. */
const unknown: [string, Handler][] = [
  ...[408, 425, 500, 502, 503, 504, 599].map((status): [string, Handler] => [`a ${status}`, failing(status)]),
  ['a lost connection', lost],
  ['a response cut short', cutShort],
];

/** A server that lists the package so, and responds to deletions with faults; and the methods of its requests. */
async function scene(list: Handler, fault: Handler) {
  const { url, received } = await serve(listing(list, fault));
  const client = clientOf(url);
  const lists = () => received.filter(({ method }) => method === 'GET').length;
  return { client, lists, deletions: () => received.length - lists() };
}

describe.each(unknown)('after %s', (_, fault) => {
  test('delete resolves when the list shows the video as deleted', async () => {
    const { client, lists, deletions } = await scene(listOf(another, video), fault);
    expect(await deleteOne(client)).toEqual({ packageId, videos: [video], alreadyDeleted: false });
    expect([deletions(), lists()]).toEqual([3, 1]);
  });

  test('deleteAll resolves when the list shows nothing that is left', async () => {
    const { client, lists, deletions } = await scene(listOf(video, another, video), fault);
    expect(await deleteAll(client)).toEqual({ packageId, videos: [video, another], settledByList: true });
    expect([deletions(), lists()]).toEqual([1, 1]);
  });

  test('deleteAll fails when one video is left', async () => {
    const { client } = await scene(listOf(video, left), fault);
    expect(await rejection(deleteAll(client))).toMatchObject({
      mayHaveDeleted: true,
      message: expect.stringContaining('Some or all videos of the package may have been deleted'),
    });
  });
});

test('deleteAll resolves when the list is empty: nothing is left', async () => {
  const { client } = await scene(listOf(), lost);
  expect(await deleteAll(client)).toEqual({ packageId, videos: [], settledByList: true });
});

test('deleteAll is settled after a 421, which fetch does not answer by sending again', async () => {
  const { client, deletions, lists } = await scene(listOf(video), failing(421));
  expect(await deleteAll(client)).toMatchObject({ settledByList: true });
  expect([deletions(), lists()]).toEqual([1, 1]);
});

describe('a video counts as deleted in the list', () => {
  test.each<[string, object]>([
    ['in small letters', { state: 'deleted' }],
    ['in capitals', { state: 'DELETED' }],
    ['in any case', { state: 'DeLeTeD' }],
    ['by a time without a state', { timeDeleted: '2026-11-02T10:00:00Z' }],
  ])('%s', async (_, said) => {
    const listed = { meetingVideoId, ...said };
    const { client } = await scene(listOf(listed), failing(404));
    expect(await deleteOne(client)).toEqual({ packageId, videos: [listed], alreadyDeleted: true });
    const all = await scene(listOf(listed), lost);
    expect(await deleteAll(all.client)).toMatchObject({ settledByList: true });
  });

  test.each<[string, object]>([
    ['not by another state', { state: 'Archived' }],
    ['not by spaces around it', { state: 'deleted ' }],
    ['not by an array', { state: ['deleted'] }],
    ['not by nothing', {}],
    ['not by null', { state: null, timeDeleted: null }],
    ['not by a time beside a living state', { state: 'archived', timeDeleted: '2026-11-02T10:00:00Z' }],
    ['not by a zero date', { timeDeleted: '0001-01-01T00:00:00Z' }],
    ['not by a time to come', { timeDeleted: '2099-01-01T00:00:00Z' }],
    ['not by a time without a zone', { timeDeleted: '2026-11-02T10:00:00' }],
    ['not by a word', { timeDeleted: 'null' }],
    ['not by a time that is empty', { timeDeleted: '' }],
    ['not by a time that is no string', { timeDeleted: 1 }],
  ])('%s', async (_, said) => {
    const listed = { meetingVideoId, ...said };
    const { client } = await scene(listOf(listed), failing(404));
    expect(await rejection(deleteOne(client))).toBeInstanceOf(NotFoundError);
    const all = await scene(listOf(listed), lost);
    expect(await rejection(deleteAll(all.client))).toMatchObject({ mayHaveDeleted: true });
  });
});

describe('a delete that gets a 404', () => {
  test.each<[string, Handler, boolean]>([
    ['at its first attempt was already deleted', failing(404), true],
    ['after a 429 was already deleted', inTurn(failing(429), failing(404)), true],
    ['after a lost response was deleted by this call, or before it', inTurn(lost, failing(404)), false],
  ])('%s, when the list shows it as deleted', async (_, fault, alreadyDeleted) => {
    const { client, lists } = await scene(listOf(another, video), fault);
    expect(await deleteOne(client)).toEqual({ packageId, videos: [video], alreadyDeleted });
    expect(lists()).toBe(1);
  });

  test.each<[string, Handler]>([
    ['still has it', json(alive)],
    ['does not have it', listOf()],
    ['has only others that are deleted', listOf(another)],
    ['has it twice, deleted and not', listOf(video, ...alive.videos)],
    ['cannot be had', failing(404)],
    ['is that of another package', json({ packageId: 'another', videos: [video] })],
  ])('stays not found when the list %s', async (_, list) => {
    const first = await scene(list, failing(404));
    const error = await rejection(deleteOne(first.client));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ mayHaveDeleted: false });
    const second = await scene(list, inTurn(lost, failing(404)));
    const later = await rejection(deleteOne(second.client));
    expect(later).toBeInstanceOf(NotFoundError);
    expect(later).toMatchObject({ mayHaveDeleted: true, message: expect.stringContaining('may have been deleted') });
  });
});

test('a delete whose key is refused after a lost response is settled too', async () => {
  const { client } = await scene(listOf(video), inTurn(lost, failing(401)));
  expect(await deleteOne(client)).toEqual({ packageId, videos: [video], alreadyDeleted: false });
});

describe('no list is read', () => {
  test.each<[string, Handler]>([
    ['when the response names another package', json({ ...deleted, packageId: 'another' })],
    ['when the response is a page', (response) => response.writeHead(200).end('<h1>Sign in</h1>')],
    ['when the response is a redirect', (response) => response.writeHead(302).end()],
    ['when the deletion was refused', failing(403)],
    ['when the deletion was limited in its rate', failing(429)],
    ['when the deletion is confirmed', json(deleted)],
  ])('%s', async (_, response) => {
    for (const call of [deleteOne, deleteAll]) {
      const { client, lists } = await scene(listOf(video), response);
      await call(client).catch(() => undefined);
      expect(lists()).toBe(0);
    }
  });

  test('when the server was never reached', async () => {
    const methods: string[] = [];
    const client = clientOf('us', {
      send: ({ method }) => {
        methods.push(method);
        return Promise.reject(Object.assign(new Error('refused'), { syscall: 'connect' }));
      },
    });
    for (const call of [deleteOne, deleteAll]) {
      expect(await rejection(call(client))).toMatchObject({ mayHaveDeleted: false, neverSent: true });
    }
    expect(methods).not.toContain('GET');
  });

  test('for deleteAll, when the package is not found', async () => {
    const { client, lists } = await scene(listOf(video), failing(404));
    expect(await rejection(deleteAll(client))).toBeInstanceOf(NotFoundError);
    expect(lists()).toBe(0);
  });
});

test('the list that settles is retried, and its failure leaves the error of the deletion', async () => {
  const { client, lists } = await scene(failing(503), failing(500));
  expect(await rejection(deleteAll(client))).toMatchObject({ status: 500, mayHaveDeleted: true });
  expect(lists()).toBe(3);
  const lies = await scene(json({ packageId: 'another', videos: [] }), failing(500));
  const error = await rejection(deleteAll(lies.client));
  expect(error).not.toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ status: 500, mayHaveDeleted: true });
});
