import { aPackage, aVideo } from 'iinked-sign-emulator';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { credentialFor, deleteAll, deleteOne, jsonOf, scene, serve, videosLeft, withoutBackoff } from './scene.mts';

const twoVideos = () => aPackage({ videos: [aVideo(), aVideo()] });
const idsOf = ({ videos }: { videos: { meetingVideoId: string }[] }) => videos.map((video) => video.meetingVideoId);
const rejection = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a node that stops', () => {
  test('says which item failed, what the API said, and what it had deleted before', async () => {
    const item = twoVideos();
    const [first, second] = idsOf(item);
    const { run } = await scene({ packages: [item] });
    const attempt = run(deleteOne(item.packageId, '={{ $json.id }}'), {
      items: [{ id: first }, { id: second }, { id: 'no-such-video' }],
    });
    const error = await rejection(attempt);
    expect(error).toBeInstanceOf(NodeApiError);
    expect(error).toMatchObject({
      httpCode: '404',
      message: expect.stringMatching(
        /^The API responded with 404 \(meeting_video_not_found\): .* This call deleted nothing\./,
      ),
      description: `Videos deleted so far (2): ${first}, ${second}.`,
      context: { itemIndex: 2 },
    });
  });

  test('says it of Delete All as well', async () => {
    const item = twoVideos();
    const { run } = await scene({ packages: [item] });
    const items = [{ id: item.packageId }, { id: 'no-such-package' }];
    await expect(run(deleteAll('={{ $json.id }}'), { items })).rejects.toMatchObject({
      description: expect.stringContaining(idsOf(item).join(', ')),
    });
  });

  test('names the parameter whose value it refuses, and how it may have come about', async () => {
    const { run } = await scene();
    const error = await rejection(run(deleteOne('some-package', '={{ $json.id }}')));
    expect(error).toBeInstanceOf(NodeOperationError);
    expect(error).toMatchObject({
      message: expect.stringContaining("the parameter 'Video'"),
      description: "Check the parameter 'Video'. If its expression finds nothing, there is no value.",
      context: { itemIndex: 0 },
    });
  });

  test('speaks of expressions only where there is one', async () => {
    const { run } = await scene();
    const error = await rejection(run(deleteOne('some-package', ' ')));
    expect(error).toMatchObject({ description: "Check the parameter 'Video'." });
  });

  test('does not say that nothing was deleted where an earlier item was', async () => {
    const item = twoVideos();
    const [first] = idsOf(item);
    const { run } = await scene({ packages: [item] });
    const error = await rejection(run(deleteOne(item.packageId, '={{ $json.id }}'), { items: [{ id: first }, {}] }));
    expect(error).toMatchObject({
      message: expect.stringMatching(/For this item nothing was sent and nothing was deleted\.$/),
      description: expect.stringContaining(`Videos deleted so far (1): ${first}.`),
    });
  });

  test('says what was deleted when n8n itself rejects an expression', async () => {
    const item = twoVideos();
    const [first] = idsOf(item);
    const { run } = await scene({ packages: [item] });
    const id = '={{ $json.id ?? $json.none.id }}';
    const error = await rejection(run(deleteOne(item.packageId, id), { items: [{ id: first }, {}] }));
    expect(error).toMatchObject({ description: expect.stringContaining(`Videos deleted so far (1): ${first}.`) });
  });

  test('describes 150 deletions and 50 failures in less than 2 kB', async () => {
    const videos = Array.from({ length: 150 }, () => aVideo());
    const item = aPackage({ videos });
    const { run } = await scene({ packages: [item] });
    const ids = [...idsOf(item), ...Array.from({ length: 50 }, (_, at) => `none-${at}-${'x'.repeat(300)}`)];
    const attempt = run(deleteOne(item.packageId, '={{ $json.id }}', { options: { itemsAtOnce: 50 } }), {
      items: ids.map((id) => ({ id })),
    });
    const error = await rejection(attempt);
    const description = error instanceof NodeApiError ? `${error.description}` : '';
    expect(Buffer.byteLength(description)).toBeLessThan(2000);
    expect(description).toMatch(/^Videos deleted so far \(150\): .*, and \d+ more\. Item \d+ was in progress/);
  });

  test('names a Base URL without /api/v1 when something else than the API responds', async () => {
    const { emulator, run } = await scene();
    const credential = credentialFor(emulator.url.replace('/api/v1', ''), emulator.apiKey);
    await expect(run(deleteAll('some-package'), { credential })).rejects.toMatchObject({
      message: expect.stringMatching(/The base URL is http.* end with \/api\/v1/),
    });
    await expect(run(deleteAll('some-package'))).rejects.toMatchObject({
      message: expect.not.stringContaining('/api/v1'),
    });
  });

  test('does not go on to the next item', async () => {
    const item = twoVideos();
    const { emulator, run } = await scene({ packages: [item] });
    const items = [{ id: '' }, ...idsOf(item).map((id) => ({ id }))];
    await expect(run(deleteOne(item.packageId, '={{ $json.id }}'), { items })).rejects.toThrow('Nothing was sent');
    expect(emulator.requests).toEqual([]);
  });

  test('keeps its own words where n8n would put others in their place', async () => {
    const { emulator, run } = await scene();
    emulator.failNext({ status: 403, body: { error: 'eperm', message: 'EACCES: not for you.' } });
    await expect(run(deleteAll('some-package'))).rejects.toThrow(
      'The API responded with 403 (eperm): EACCES: not for you. This call deleted nothing.',
    );
  });
});

describe('a node that continues', () => {
  const failing = async (onError: 'continueRegularOutput' | 'continueErrorOutput') => {
    const item = twoVideos();
    const [first, second] = idsOf(item);
    const { run } = await scene({ packages: [item] });
    const items = [{ id: first }, { id: 'no-such-video', row: 7 }, { id: second }];
    return run(deleteOne(item.packageId, '={{ $json.id }}'), { items, onError });
  };

  test('puts a failed item, paired with its input, in line with the others', async () => {
    const [output] = await failing('continueRegularOutput');
    expect(output).toMatchObject([
      { json: { deleted: true }, pairedItem: { item: 0 } },
      { json: { error: expect.stringContaining('404') }, pairedItem: { item: 1 } },
      { json: { deleted: true }, pairedItem: { item: 2 } },
    ]);
  });

  test('puts a failed item, with its input, into the error output', async () => {
    const [output, failed] = await failing('continueErrorOutput');
    expect(output?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
    expect(failed).toMatchObject([
      { json: { id: 'no-such-video', row: 7, error: expect.stringContaining('404') }, pairedItem: { item: 1 } },
    ]);
  });

  test('goes on after Delete All was not allowed, without deleting', async () => {
    const { emulator, run } = await scene();
    const output = await run(
      { ...deleteAll('some-package'), allowDeleteAll: false },
      { onError: 'continueRegularOutput' },
    );
    expect(jsonOf(output)).toEqual([{ error: expect.stringContaining('not allowed') }]);
    expect(emulator.requests).toEqual([]);
  });

  test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
    'stops all the same when the execution is cancelled (%s)',
    async (onError) => {
      const item = twoVideos();
      const cancel = new AbortController();
      const { emulator, run } = await scene({ packages: [item], onRequest: () => cancel.abort() });
      emulator.failNext({ stall: true });
      const items = idsOf(item).map((id) => ({ id }));
      const attempt = run(deleteOne(item.packageId, '={{ $json.id }}'), { items, onError, signal: cancel.signal });
      await expect(attempt).rejects.toMatchObject({
        message: 'The execution was cancelled at this item.',
        description: expect.stringContaining('list the videos of the package to see'),
      });
      expect(emulator.requests).toHaveLength(1);
    },
  );
});

test('a cancelled execution does not wait for the next attempt', async () => {
  const item = aPackage();
  const cancel = new AbortController();
  const { emulator, run } = await scene({ packages: [item] });
  const timers = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => timers.mockRestore());
  emulator.failNext({ status: 429, retryAfter: 50 });
  const attempt = rejection(run(deleteAll(item.packageId), { signal: cancel.signal }));
  await vi.waitUntil(() =>
    timers.mock.calls.some(([, milliseconds = 0]) => milliseconds >= 50_000 && milliseconds <= 60_000),
  );
  cancel.abort();
  expect(await attempt).toMatchObject({ message: expect.stringContaining('was cancelled') });
  expect(videosLeft(emulator)).toEqual(idsOf(item));
});

test('an execution that is cancelled already sends nothing', async () => {
  const { emulator, run } = await scene();
  await expect(run(deleteAll('some-package'), { signal: AbortSignal.abort() })).rejects.toThrow('was cancelled');
  expect(emulator.requests).toEqual([]);
});

test('a server that cannot be reached has surely deleted nothing', async () => {
  withoutBackoff();
  const { emulator, run } = await scene();
  await emulator.close();
  await expect(run(deleteAll('some-package'))).rejects.toThrow(/could not be reached.* This call deleted nothing\./);
});

test.each([
  ['an empty response', 204, 'has the status 204'],
  ['a response that asks for another view', 205, 'has the status 205'],
  ['a response that points to a cache', 304, 'is a redirect'],
])('%s is no confirmation', async (_, status, words) => {
  const { url, received } = await serve(status, {});
  const { run } = await scene();
  const attempt = run(deleteAll('some-package'), { credential: credentialFor(url) });
  await expect(attempt).rejects.toThrow(words);
  await expect(attempt).rejects.toThrow('may have been deleted');
  expect(received).toHaveLength(1);
});

test('a wrong key is tried once, and leads to the credential', async () => {
  const { emulator, run } = await scene();
  const credential = credentialFor(emulator.url, 'wrong-key');
  await expect(run(deleteAll('some-package'), { credential })).rejects.toMatchObject({
    httpCode: '401',
    message: expect.stringContaining('This call deleted nothing. Check the API key'),
  });
  expect(emulator.requests).toHaveLength(1);
});

test.each([
  ['no key', { apiKey: '' }, "'API Key' in the credential"],
  ['no address', { baseUrl: '' }, "'Server' or 'Base URL' in the credential"],
  ['an address without encryption', { baseUrl: 'http://sign.example.com/api/v1' }, 'must begin with https://'],
  ['an unknown server', { server: 'moon' }, "'Server' or 'Base URL' in the credential"],
])('a credential with %s is refused before anything is sent', async (_, data, words) => {
  const { emulator, run } = await scene();
  const good = credentialFor(emulator.url);
  const credential = { ...good, data: { ...good.data, ...data } };
  await expect(run(deleteAll('some-package'), { credential })).rejects.toThrow(words);
  expect(emulator.requests).toEqual([]);
});

test('the key shows in no error', async () => {
  const { emulator, run } = await scene();
  const apiKey = 'key-that-nobody-may-see';
  emulator.failNext({ status: 400, body: { error: 'bad', message: `Refused: ${apiKey}` } });
  const error = await rejection(run(deleteAll('some-package'), { credential: credentialFor(emulator.url, apiKey) }));
  expect(error).toBeInstanceOf(NodeApiError);
  expect(`${error}${JSON.stringify(error)}`).not.toContain(apiKey);
});

test('a response with two dates decides nothing, and no cache is asked', async () => {
  const date = new Date().toUTCString();
  const list = JSON.stringify({ packageId: 'p', videos: [{ meetingVideoId: 'v', state: 'archived' }] });
  const { url, received } = await serve(200, { date: [date, date] }, list);
  const { run } = await scene();
  const conditions = { ...deleteOne('p', 'v'), onlyIfRetentionOver: true };
  const outputs = await run(conditions, { credential: credentialFor(url) });
  expect(jsonOf(outputs)).toMatchObject([{ deleted: false, reason: 'clock' }]);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ 'cache-control': 'no-cache' });
});
