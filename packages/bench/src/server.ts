// A program of its own: the least that responds to a list, a deletion and Get Package as the API does, after a latency, up to a rate.
import { createServer } from 'node:http';
import { apiKey, listOf, responseTo, type Video } from './deletion.ts';

/** How the server is set: milliseconds before each response, how many requests it takes in a second, and the videos of a package. */
export type ServerSetting = { latencyMs?: number; perSecond?: number; videos?: number };

/** What the server has done since it was last asked. */
export type ServerCount = { deleted: number; rateLimited: number; mostAtOnce: number };

const [, , setting = '{}'] = process.argv;
const { latencyMs = 0, perSecond = Number.POSITIVE_INFINITY, videos = 0 }: ServerSetting = JSON.parse(setting);

const count: ServerCount = { deleted: 0, rateLimited: 0, mostAtOnce: 0 };
const lastSecond: number[] = [];
const deleted = new Set<string>();
let atOnce = 0;

const server = createServer((incoming, response) => {
  count.mostAtOnce = Math.max(count.mostAtOnce, ++atOnce);
  let body = '';
  incoming.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  incoming.once('end', () => {
    const { status, text } = responseFor(incoming.url, incoming.headers.api_key, body);
    const send = () => {
      atOnce--;
      if (status === 429) response.setHeader('retry-after', 1);
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    };
    if (latencyMs > 0) setTimeout(send, latencyMs);
    else send();
  });
});
server.keepAliveTimeout = 60_000;

function responseFor(url: string | undefined, key: unknown, body: string) {
  const [, packageId = '', videosOf] = /^\/api\/v1\/packages\/([^/]+)(\/videos)?/.exec(url ?? '') ?? [];
  const video: Video | undefined = body === '' ? undefined : JSON.parse(body);
  const path = `/api/v1/packages/${packageId}${videosOf ? '/videos' : ''}${video ? '/delete' : ''}`;
  const isWhole = !video || (video.packageId === packageId && video.meetingVideoId);
  if (key !== apiKey || url !== path || !isWhole) return { status: 400, text: '{"error":"bad_request"}' };
  const now = performance.now();
  while (lastSecond.length > 0 && (lastSecond[0] ?? now) <= now - 1000) lastSecond.shift();
  if (lastSecond.length >= perSecond) {
    count.rateLimited++;
    return { status: 429, text: '{"error":"too_many_requests"}' };
  }
  if (perSecond !== Number.POSITIVE_INFINITY) lastSecond.push(now);
  if (!videosOf) return { status: 200, text: JSON.stringify({ packageId, timeRetention: null }) };
  if (!video) return { status: 200, text: listOf(packageId, videos, (id) => deleted.has(`${packageId} ${id}`)) };
  if (videos > 0) deleted.add(`${packageId} ${video.meetingVideoId}`);
  count.deleted++;
  return { status: 200, text: responseTo(video) };
}

process.on('message', () => {
  process.send?.({ ...count });
  Object.assign(count, { deleted: 0, rateLimited: 0, mostAtOnce: 0 });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  process.send?.({ url: `http://127.0.0.1:${address.port}/api/v1` });
});
