import { randomUUID } from 'node:crypto';
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

/** Builds a video for a seed, archived unless told otherwise, with a fresh id where none is given. */
export function aVideo(fields: Partial<MeetingVideo> = {}): MeetingVideo {
  const meetingVideoId = fields.meetingVideoId ?? randomUUID();
  const video: Required<MeetingVideo> = {
    meetingVideoId,
    meetingVideoSharedId: randomUUID(),
    meetingId: randomUUID(),
    meetingSessionId: randomUUID(),
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
    url: `https://videos.example.com/${meetingVideoId}?access=emulated`,
    timeUrlExpires: '2099-01-01T00:00:00.000Z',
  };
  return { ...video, ...fields };
}

/** What an emulator holds when nothing is seeded: one package, with videos in different states. */
export function sampleSeed(): SeedPackage[] {
  return [
    aPackage({
      packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
      videos: [
        aVideo({ meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3' }),
        aVideo({ duration: 'PT2M7S', size: 2_505_995 }),
        aVideo({ state: 'queued', duration: 'PT41M', size: null, url: null, timeUrlExpires: null }),
        aVideo({ state: 'started', duration: null, size: null, url: null, timeUrlExpires: null }),
      ],
    }),
  ];
}
