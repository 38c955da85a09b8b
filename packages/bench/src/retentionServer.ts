// A program of its own: the API as far as retention needs it, with many packages, at no latency and without a limit.
import { createServer } from 'node:http';
import { apiKey, recordingOf, responseTo } from './deletion.ts';
import { createdAt, detailsOf, finishedUntil, indexOf, pageOfPackages, type World } from './manyPackages.ts';

/** What the server has seen: requests, bytes of bodies in both directions, and deletions. */
export type Traffic = { requests: number; bytes: number; deleted: number };

const [, , setting = ''] = process.argv;
const world: World = JSON.parse(setting);
const finished = finishedUntil(world);
const deleted = new Set<string>();
const traffic: Traffic = { requests: 0, bytes: 0, deleted: 0 };

const server = createServer((incoming, response) => {
  let body = '';
  incoming.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  incoming.once('end', () => {
    const text =
      incoming.headers.api_key === apiKey ? responseFor(`${incoming.url}`.slice('/api/v1'.length), body) : '';
    const bytes = Buffer.byteLength(text);
    traffic.requests += 1;
    traffic.bytes += Buffer.byteLength(body) + bytes;
    response.writeHead(text ? 200 : 400, { 'content-type': 'application/json', 'content-length': bytes }).end(text);
  });
});
server.keepAliveTimeout = 60_000;

function responseFor(path: string, body: string): string {
  if (path === '/packages/list') {
    const { take, skip }: { take: number; skip: number } = JSON.parse(body);
    return pageOfPackages(world, take, skip);
  }
  const [, packageId = '', videos, deletion] = /^\/packages\/(package-\d+)(\/videos)?(\/delete)?$/.exec(path) ?? [];
  const index = indexOf(packageId);
  if (packageId === '' || index >= world.packages) return '';
  if (!videos) return detailsOf(world, index);
  const video = { packageId, meetingVideoId: `video-${index}` };
  if (!deletion) return listOf(index);
  if (JSON.parse(body).meetingVideoId !== video.meetingVideoId) return '';
  deleted.add(packageId);
  traffic.deleted += 1;
  return responseTo(video);
}

function listOf(index: number): string {
  const packageId = `package-${index}`;
  const created = createdAt(world, index);
  const isGone = created < finished || deleted.has(packageId);
  const gone = isGone ? { timeDeleted: new Date(world.now).toISOString(), state: 'deleted' } : {};
  const video = { ...recordingOf(`video-${index}`), timeCreated: created.toISOString(), ...gone };
  return JSON.stringify({ packageId, videos: [video] });
}

process.on('message', () => process.send?.(traffic));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  process.send?.({ url: `http://127.0.0.1:${address.port}/api/v1` });
});
