import { createHash } from 'node:crypto';
import { isDeleted, type MeetingVideo } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import { filledIn } from '../../shared/fields.ts';
import { videoOf } from '../../shared/locators.ts';
import type { Operation } from '../../shared/operation.ts';
import { callOptions, idleMsOf } from '../../shared/options.ts';
import { downloadFailure, endWhenIdle, type Incoming, openLink } from './openLink.ts';

/** The parameters of Download. */
export const downloadFields: INodeProperties[] = [
  {
    displayName: 'Put Output File in Field',
    name: 'binaryPropertyName',
    type: 'string',
    required: true,
    default: 'data',
    hint: 'The name of the output binary field to put the file in',
    displayOptions: { show: { resource: ['video'], operation: ['download'] } },
  },
];

/** Downloads a video as a file, and makes sure that every byte arrived. */
export const downloadVideo: Operation = async (input) => {
  const { context, client, itemIndex } = input;
  const ids = videoOf(input);
  const field = filledIn('binaryPropertyName', context.getNodeParameter('binaryPropertyName', itemIndex, 'data'));
  const idleMs = idleMsOf(input);
  const { videos } = await client.videos.list({ packageId: ids.packageId }, callOptions(input));
  const video = videos.find(({ meetingVideoId }) => meetingVideoId === ids.meetingVideoId);
  const { stream, mimeType } = await openLink(input, linkOf(video), idleMs);
  const arrived = count(stream);
  const done = new AbortController();
  const fileName = fileNameOf(ids.meetingVideoId, mimeType);
  const [file] = await Promise.all([
    context.helpers.prepareBinaryData(stream, fileName, mimeType).finally(() => done.abort()),
    endWhenIdle(stream, { bytes: arrived.bytes, idleMs, done: done.signal }),
  ]).catch((error: unknown) => {
    throw downloadFailure(`The download stopped after ${arrived.bytes()} bytes: ${reasonOf(error)}.`);
  });
  assertWhole(arrived.bytes(), video?.size);
  const { timeCreated = null, duration = null } = video ?? {};
  const about = { fileName, mimeType, size: arrived.bytes(), sha256: arrived.sha256(), timeCreated, duration };
  return { items: [{ ...ids, ...about }], binary: { [field]: file } };
};

function linkOf(video: MeetingVideo | undefined): string {
  if (!video) throw downloadFailure('The package does not list this video. Check the ids.');
  if (isDeleted(video)) throw downloadFailure('This video was deleted, and can no longer be downloaded.');
  if (video.url) return video.url;
  throw downloadFailure(
    `This video has no link yet: its state is '${video.state ?? 'unknown'}'. Wait until it is archived.`,
  );
}

/**
 * Counts and hashes what a stream brings, while somebody else reads it: n8n may store a file of any size, but does not
 * read it a second time.
 */
function count(stream: Incoming): { bytes: () => number; sha256: () => string } {
  const hash = createHash('sha256');
  let bytes = 0;
  // Paused, so that nothing is lost before n8n reads: a listener alone would let the bytes flow.
  stream.pause();
  stream.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  return { bytes: () => bytes, sha256: () => hash.digest('hex') };
}

function assertWhole(arrived: number, size: number | null | undefined): void {
  if (typeof size !== 'number' || arrived === size) return;
  throw downloadFailure(`The download is incomplete: ${arrived} of ${size} bytes.`);
}

const extensions: Record<string, string> = { 'video/quicktime': 'mov', 'video/webm': 'webm' };

function fileNameOf(meetingVideoId: string, mimeType: string): string {
  return `${meetingVideoId.replace(/[^\w.-]+/g, '_')}.${extensions[mimeType] ?? 'mp4'}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : `${error}`;
}
