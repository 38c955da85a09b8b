import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import {
  aZap,
  connectionTo,
  delete_all_package_videos,
  delete_video,
  failureOf,
  find_package,
  find_package_videos,
  find_video,
  list_videos,
  new_package,
  runStep,
} from './zap.ts';

const lease = { packageId: 'lease' };
const searches = [
  ['Find Package', find_package, { search: 'Lease' }],
  ['Find Package Videos', find_package_videos, lease],
  ['Find Video', find_video, { ...lease, meetingVideoId: 'a' }],
  ['New Package', new_package, {}],
  ['the dropdown of videos', list_videos, lease],
] as const;
const deletions = [
  ['Delete Video', delete_video, { ...lease, meetingVideoId: 'a' }],
  ['Delete All Package Videos', delete_all_package_videos, lease],
] as const;

describe.each([...searches, ...deletions])('%s', (_, step, inputData) => {
  test.each<[string, Parameters<typeof json>[0] | string]>([
    ["a proxy's page", '<html>Not Found</html>'],
    ['a path that the API does not have', { error: 'path_not_found', message: 'There is no path /v2/packages.' }],
    ['JSON without a code', { message: 'Not Found' }],
    ['a code about something else', { error: 'template_not_found', message: 'No such template.' }],
  ])('fails on a 404 with %s, and names the address', async (__, body) => {
    const { url } = await serve((response, request, number) => {
      if (typeof body !== 'string') return json(body, 404)(response, request, number);
      response.writeHead(404, { 'content-type': 'text/html' }).end(body);
    });
    const error = await failureOf(runStep(step, connectionTo(url), inputData));
    expect(error.name).toBe('AppError');
    expect(error.message).toContain(url);
    expect(error.message).toContain('Nothing was deleted');
  });
});

describe.each(deletions)('%s', (_, step, inputData) => {
  test('stops where the API says that it knows no such package', async () => {
    const { run } = await aZap();
    const error = await failureOf(run(step, { ...inputData, packageId: 'x' }));
    expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('package_not_found') });
  });
});

test('Delete Video stops where the API says that it knows no such video', async () => {
  const { run } = await aZap();
  const error = await failureOf(run(delete_video, { ...lease, meetingVideoId: 'x' }));
  expect(error).toMatchObject({ name: 'HaltedError', message: expect.stringContaining('meeting_video_not_found') });
});

test('connecting to an address that is not that of the API fails, and names the address', async () => {
  const { url } = await serve(json({}, 404));
  const { tester, authData } = await aZap();
  const { authentication } = await import('../src/authentication.ts');
  const error = await failureOf(tester(authentication.test, { authData: { ...authData, baseUrl: url } }));
  expect(error.message).toContain(`${url} responded 404`);
});
