// Archives the recordings of a package in a folder, and deletes each one whose stored copy is proven to be whole.
//
// Node 22.18 and later runs this file as it is.
//
//   node archive-then-delete.mts PACKAGE_ID FOLDER
//
// IINKED_SIGN_API_KEY and IINKED_SIGN_SERVER say where. Videos are streamed, so their length does not matter.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { baseUrlOf, createClient, type MeetingVideo } from 'iinked-sign';

const { IINKED_SIGN_API_KEY: apiKey = '', IINKED_SIGN_SERVER: server } = process.env;
const [, , packageId = '', folder = ''] = process.argv;
if (!packageId || !folder) throw new Error('Usage: node archive-then-delete.mts PACKAGE_ID FOLDER');

const client = createClient({ apiKey, server: baseUrlOf(server) });
await mkdir(folder, { recursive: true });

const { videos } = await client.videos.list({ packageId });
for (const { meetingVideoId, state } of videos) {
  if (state !== 'archived') continue;
  try {
    await archiveThenDelete(meetingVideoId);
    console.log(`${meetingVideoId}: archived and deleted`);
  } catch (error) {
    console.error(`${meetingVideoId}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

async function archiveThenDelete(meetingVideoId: string): Promise<void> {
  // Links expire: each video is listed again when its turn comes.
  const listed = await client.videos.list({ packageId });
  const video = listed.videos.find((each) => each.meetingVideoId === meetingVideoId);
  if (!video) throw new Error('It is not listed any more.');
  await archive(video);
  // Only as it was archived: a video that has changed since is kept, and so is one under retention.
  const onlyIf = { unchanged: video, states: ['archived'], retentionOver: true };
  await client.videos.delete({ packageId, meetingVideoId }, { onlyIf });
}

/** Stores a video, and makes sure that every byte of it is on the disk. */
async function archive({ meetingVideoId, url, size }: MeetingVideo): Promise<void> {
  if (!url || !size) throw new Error('Without a link and a size it cannot be archived. It was kept.');
  const name = `${encodeURIComponent(meetingVideoId)}.mp4`;
  const part = join(folder, `${name}.part`);
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`Its link responds with ${response.status}. It was kept.`);

  const received = checksum();
  await pipeline(response.body, received.pass, createWriteStream(part, { flush: true }));
  if (received.bytes() !== size) throw new Error(`${received.bytes()} of ${size} bytes arrived. It was kept.`);
  const stored = checksum();
  for await (const _ of stored.pass(createReadStream(part)));
  const sha256 = received.sha256();
  if (stored.sha256() !== sha256) throw new Error('The stored copy is not what arrived. It was kept.');

  await rename(part, join(folder, name));
  await appendFile(join(folder, 'SHA256SUMS'), `${sha256}  ${name}\n`, { flush: true });
  await syncFolder();
}

/** Passes chunks on, and counts and hashes them. */
function checksum() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *pass(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    },
    bytes: () => bytes,
    sha256: () => hash.digest('hex'),
  };
}

// A new name survives a power failure once its folder is on the disk. Windows cannot do this for folders: leave it out there.
async function syncFolder(): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
