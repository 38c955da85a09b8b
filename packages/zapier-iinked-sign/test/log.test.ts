import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { aZap, delete_video, failureOf, find_package_videos } from './zap.ts';

const apiKey = 'secret-key-1234';
const lease = { packageId: 'lease' };

/** A server in place of the one to which Zapier's runtime sends its log, request by request, and the runtime's screen. */
async function aLog(): Promise<{ entries: string[]; screen: () => string }> {
  const entries: string[] = [];
  const server = createServer(async (request, response) => {
    const sent = await text(request);
    entries.push(...sent.trim().split('\n'));
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  vi.stubEnv('LOGGING_ENDPOINT', `http://127.0.0.1:${port}/input`);
  vi.stubEnv('LOGGING_TOKEN', 'a-log');
  vi.stubEnv('LOG_TO_STDOUT', '1');
  vi.stubEnv('DETAILED_LOG_TO_STDOUT', '1');
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    log.mockRestore();
    server.close();
  });
  return { entries, screen: () => log.mock.calls.flat().join('\n') };
}

test('the log tells of every request, but neither the key nor the links to videos', async () => {
  const { entries, screen } = await aLog();
  const { run, emulator } = await aZap({ apiKey });
  const [found] = [await run(find_package_videos, { ...lease, includeLinks: 'yes' })].flat();
  expect(found).toMatchObject({ videos: [{ url: expect.stringContaining('access=') }, {}, {}] });
  await run(delete_video, { ...lease, meetingVideoId: 'a' });
  for (const status of [401, 404, 429, 500]) {
    emulator.failNext({ status, times: 2, body: { error: apiKey, message: `The key is ${apiKey}.` } });
    await failureOf(run(delete_video, { ...lease, meetingVideoId: 'b' }));
    // After a 404 or a 500, the second request was the list that settles the deletion.
    if (status === 401 || status === 429) await failureOf(run(find_package_videos, lease));
  }
  emulator.failNext({ status: 200, body: `<html>${apiKey}` });
  await failureOf(run(delete_video, { ...lease, meetingVideoId: 'c' }));

  const logged = entries.join('\n');
  expect(emulator.requests).toHaveLength(13);
  expect(logged.match(/"log_type":"http"/g)).toHaveLength(emulator.requests.length);
  expect(logged).toMatch(/api_key: :censored:15:/);
  expect(screen()).toContain('/packages/lease/videos/delete');
  for (const secret of [apiKey, 'access=']) {
    expect(logged).not.toContain(secret);
    expect(screen()).not.toContain(secret);
  }
});
