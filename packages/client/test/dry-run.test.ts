import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import type { Client } from '../src/index.ts';
import { clientOf, meetingVideoId, packageId, rejection } from './fixtures.ts';

const listed = {
  packageId,
  later: true,
  videos: [
    { meetingVideoId: 'a', state: 'archived', size: 1 },
    { meetingVideoId, state: 'a later state' },
    { meetingVideoId: 'gone', state: 'deleted' },
  ],
};

describe('a dry run', () => {
  test.each<[string, unknown[], (client: Client) => Promise<unknown>, boolean?]>([
    [
      'of delete shows the video',
      [listed.videos[1]],
      ({ videos }) => videos.delete({ packageId, meetingVideoId }, { dryRun: true }),
      false,
    ],
    [
      'of delete shows nothing where the video is already deleted',
      [],
      ({ videos }) => videos.delete({ packageId, meetingVideoId: 'gone' }, { dryRun: true }),
      true,
    ],
    [
      'of delete shows nothing where the video is not listed',
      [],
      ({ videos }) => videos.delete({ packageId, meetingVideoId: 'x' }, { dryRun: true, maxRetries: 5 }),
      false,
    ],
    [
      'of deleteAll shows all that are left',
      listed.videos.slice(0, 2),
      ({ videos }) => videos.deleteAll({ packageId }, { dryRun: true }),
    ],
  ])('%s, in the same envelope, marked, and only lists', async (_, videos, call, alreadyDeleted) => {
    const { url, received } = await serve(json(listed));
    expect(await call(clientOf(url))).toEqual({ packageId, later: true, videos, dryRun: true, alreadyDeleted });
    expect(received).toMatchObject([{ method: 'GET', path: `/api/v1/packages/${packageId}/videos` }]);
  });

  test('that fails deletes nothing', async () => {
    const { url, received } = await serve(json({ error: 'x', message: 'x' }, 500));
    const error = await rejection(clientOf(url).videos.deleteAll({ packageId }, { dryRun: true }));
    expect(error).toMatchObject({ mayHaveDeleted: false });
    expect(received.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
  });

  test('that is switched off deletes', async () => {
    const { url, received } = await serve(json({ packageId, videos: [] }));
    await clientOf(url).videos.deleteAll({ packageId }, { dryRun: false });
    expect(received[0]).toMatchObject({ method: 'POST' });
  });
});
