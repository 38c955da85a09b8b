import { createHash, randomUUID } from 'node:crypto';
import type { MeetingVideo } from './generated/openapi.ts';
import type { SeedPackage } from './state.ts';

/**
 * Builds a package for a seed, with fresh ids where none are given.
 *
 * @example
 * ```ts
 * const item = aPackage({ name: 'Lease', videos: [aVideo(), aVideo({ state: 'queued' })] });
 * ```
 */
export function aPackage(fields: Partial<SeedPackage> = {}): SeedPackage {
  return {
    packageId: randomUUID(),
    timeCreated: '2026-11-02T09:30:00.000Z',
    name: 'Purchase agreement',
    type: 'video_closing_room',
    state: 'executed',
    isExecuted: true,
    videos: [aVideo()],
    ...fields,
  };
}

/**
 * Builds a video for a seed, archived unless told otherwise, with a fresh id where none is given.
 *
 * Without a `url` of its own the emulator gives it one that serves as many bytes as its `size` says.
 */
export function aVideo(fields: Partial<MeetingVideo> = {}): MeetingVideo {
  const meetingVideoId = fields.meetingVideoId ?? randomUUID();
  const video: Required<Omit<MeetingVideo, 'url' | 'timeUrlExpires'>> = {
    meetingVideoId,
    meetingVideoSharedId: idFrom(meetingVideoId, 'shared'),
    meetingId: idFrom(meetingVideoId, 'meeting'),
    meetingSessionId: idFrom(meetingVideoId, 'session'),
    externalVideoId: null,
    externalStorageId: null,
    timeCreated: '2026-11-02T10:00:00.000Z',
    timeRetention: null,
    timeDeleted: null,
    duration: 'PT5M12S',
    size: 4_402_007,
    source: null,
    type: 'video',
    state: 'archived',
  };
  return { ...video, ...fields };
}

// The same video gets the same ids each time, so that runs can be compared.
function idFrom(meetingVideoId: string, kind: string): string {
  const digest = createHash('sha256').update(`${kind} ${meetingVideoId}`).digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
