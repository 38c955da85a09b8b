// @vitest-environment jsdom
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { alive, apiKey, deleted, meetingVideoId, packageId, rejection } from './fixtures.ts';

describe('where a test runs in jsdom', () => {
  test('every call is made, deleteAll too: the fetch is that of Node', async () => {
    expect(navigator.userAgent).toContain('jsdom');
    const { url, received } = await serve(json(deleted));
    const { videos } = createClient({ apiKey, server: url });
    expect(await videos.list({ packageId })).toEqual(deleted);
    expect(await videos.delete({ packageId, meetingVideoId })).toMatchObject(deleted);
    expect(await videos.deleteAll({ packageId })).toEqual(deleted);
    expect(received.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST']);
  });

  test('an AbortController of its window ends a call', async () => {
    const controller = new window.AbortController();
    const { url, received } = await serve(() => controller.abort(new Error('Enough.')));
    const { videos } = createClient({ apiKey, server: url });
    const error = await rejection(videos.deleteAll({ packageId }, { signal: controller.signal }));
    expect(error).toMatchObject({ message: 'Enough.' });
    expect(received).toHaveLength(1);
  });

  test('a response that confirms nothing is an error', async () => {
    const { url } = await serve(json(alive));
    const error = await rejection(createClient({ apiKey, server: url }).videos.deleteAll({ packageId }));
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', mayHaveDeleted: true });
  });
});
