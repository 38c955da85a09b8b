import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { MeetingVideo } from 'iinked-sign';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { assertSafe } from '../nodes/IinkedSign/resources/video/openLink.ts';
import { byId, scene } from './scene.mts';

const download = (meetingVideoId: string, more: object = {}) => ({
  operation: 'download',
  packageId: byId('lease'),
  meetingVideoId: byId(meetingVideoId),
  ...more,
});
const withVideo = (fields: Partial<MeetingVideo>) =>
  scene({ packages: [aPackage({ packageId: 'lease', videos: [aVideo({ meetingVideoId: 'a', ...fields })] })] });

/** A server of files, which notes the headers of what it receives. */
async function fileServer(respond: (response: ServerResponse) => void) {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  return { url: `http://127.0.0.1:${port}/v?access=secret-access`, received };
}

test('Download gives the file, its name, type, length and SHA-256', async () => {
  const { run, emulator } = await withVideo({ size: 200_000, duration: 'PT6S' });
  const [items = []] = await run(download('a'));
  const bytes = Buffer.from(items[0]?.binary?.data?.data ?? '', 'base64');
  expect(bytes).toHaveLength(200_000);
  expect(items).toMatchObject([
    {
      json: {
        packageId: 'lease',
        meetingVideoId: 'a',
        fileName: 'a.mp4',
        mimeType: 'video/mp4',
        size: 200_000,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        duration: 'PT6S',
      },
      binary: { data: { fileName: 'a.mp4', mimeType: 'video/mp4' } },
      pairedItem: { item: 0 },
    },
  ]);
  expect(emulator.requests.map(({ operationId }) => operationId)).not.toContain('deleteVideos');
});

test('the file goes into the field that is named', async () => {
  const { run } = await withVideo({ size: 10 });
  const [items = []] = await run(download('a', { binaryPropertyName: 'recording' }));
  expect(Object.keys(items[0]?.binary ?? {})).toEqual(['recording']);
  await expect(run(download('a', { binaryPropertyName: ' ' }))).rejects.toThrow("'Put Output File in Field'");
});

test('the link is requested without the credential, also where it leads to another server', async () => {
  const files = await fileServer((response) => response.setHeader('content-type', 'video/webm').end('0123456789'));
  const first = await fileServer((response) => response.writeHead(302, { location: files.url }).end());
  const { run, emulator } = await withVideo({ size: 10, url: first.url });
  const [items = []] = await run(download('a'));
  expect(items[0]?.json).toMatchObject({ fileName: 'a.webm', mimeType: 'video/webm', size: 10 });
  const headers = [...first.received, ...files.received];
  expect(headers).toHaveLength(2);
  expect(JSON.stringify(headers)).not.toContain(emulator.apiKey);
  expect(headers.every((each) => !('api_key' in each))).toBe(true);
});

test.each<[string, string, string, RegExp]>([
  [
    'this machine, for a public server',
    'https://sign.example.com/api/v1',
    'https://127.0.0.1/v',
    /leads to this machine/,
  ],
  ['this machine by name', 'https://sign.example.com/api/v1', 'http://localhost/v', /leads to this machine/],
  ['this machine by a number', 'https://sign.example.com/api/v1', 'https://2130706433/v', /leads to this machine/],
  ['this machine in IPv6', 'https://sign.example.com/api/v1', 'https://[::ffff:127.0.0.1]/v', /leads to this machine/],
  ['no address', 'https://sign.example.com/api/v1', 'https://0.0.0.0/v', /leads to this machine/],
  ['this machine, for a private server', 'https://10.0.0.7/api/v1', 'https://127.0.0.1/v', /leads to this machine/],
  ['a private address', 'https://sign.example.com/api/v1', 'https://192.168.1.1/v', /into a private network/],
  ['a link-local address', 'https://sign.example.com/api/v1', 'https://169.254.169.254/v', /into a private network/],
  ['a private address in IPv6', 'https://sign.example.com/api/v1', 'https://[fd00::1]/v', /into a private network/],
  ['a name without a dot', 'https://sign.example.com/api/v1', 'https://intranet/v', /into a private network/],
])('a link to %s is not requested', (_, server, link, message) => {
  expect(() => assertSafe(link, server, 0)).toThrow(message);
});

test.each([
  ['https://10.0.0.7/api/v1', 'https://192.168.1.1/v'],
  ['https://10.0.0.7/api/v1', 'https://files.example.com/v'],
  ['Production, Canada', 'https://files.example.com/v'],
  ['Production, Canada', 'https://[2606:4700::1111]/v'],
  ['http://127.0.0.1:4010/api/v1', 'http://[::1]:4010/v'],
])('with the server %s, a link to %s is requested', (server, link) => {
  expect(() => assertSafe(link, server, 0)).not.toThrow();
});

test.each([
  ['http://127.0.0.2:9/v', undefined],
  ['https://10.1.2.3/v', /A redirect of the link of the video leads into a private network/],
  ['http://files.example.com/v', /A redirect of the link of the video does not begin with https/],
  ['file:///etc/passwd', /A redirect of the link of the video does not begin with https/],
])('a redirect to %s is checked as the link is', async (location, message = /could not be requested/) => {
  const first = await fileServer((response) => response.writeHead(302, { location }).end());
  const { run } = await withVideo({ size: 10, url: first.url });
  await expect(run(download('a'))).rejects.toThrow(message);
});

test('a link that redirects for ever is given up', async () => {
  const first = await fileServer((response) => response.writeHead(302, { location: '/again' }).end());
  const { run } = await withVideo({ size: 10, url: first.url });
  await expect(run(download('a'))).rejects.toThrow('redirected more than 5 times');
  expect(first.received).toHaveLength(6);
});

describe('there is an error, without the link, and no file', () => {
  test.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['when bytes are missing', (response) => response.end('too short'), /download is incomplete: 9 of 1000 bytes/],
    ['when there are too many', (response) => response.end('x'.repeat(1001)), /1001 of 1000 bytes/],
    [
      'when it breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('start', () => response.destroy());
      },
      /stopped after \d+ bytes/,
    ],
    ['when the link has expired', (response) => response.writeHead(403).end('no'), /responded with 403/],
    ['when only a part comes', (response) => response.writeHead(206).end('part'), /responded with 206/],
    ['when there is no response', (response) => void response.destroy(), /could not be requested/],
  ])('%s', async (_, respond, message) => {
    const files = await fileServer(respond);
    const { run } = await withVideo({ size: 1000, url: files.url });
    const error: unknown = await run(download('a')).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(message), context: { itemIndex: 0 } });
    expect(`${error}`).toContain('Nothing was deleted.');
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret-access');
  });

  test('when nothing arrives for longer than the time limit', async () => {
    const files = await fileServer((response) => void response.writeHead(200).write('start'));
    const { run } = await withVideo({ size: 1000, url: files.url });
    await expect(run(download('a', { options: { timeout: 50 } }))).rejects.toThrow(
      /stopped after 5 bytes: nothing arrived for 50 ms/,
    );
  });

  test.each<[string, string, Partial<MeetingVideo>, RegExp]>([
    ['when the package does not list it', 'none', {}, /does not list this video/],
    ['when it was deleted', 'a', { state: 'deleted' }, /was deleted/],
    ['when it is not there yet', 'a', { state: 'queued' }, /its state is 'queued'/],
    ['when its link is not encrypted', 'a', { url: 'http://files.example.com/v' }, /begin with https/],
    ['when its link is none', 'a', { url: 'file:///etc/passwd' }, /begin with https/],
  ])('%s', async (_, id, fields, message) => {
    const { run } = await withVideo(fields);
    await expect(run(download(id))).rejects.toThrow(message);
  });
});
