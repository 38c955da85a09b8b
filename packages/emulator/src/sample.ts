import { aPackage, aVideo } from './builders.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import type { SeedPackage } from './state.ts';

const unfinished = { duration: null, size: null } satisfies Partial<MeetingVideo>;

/**
 * What an emulator holds when nothing is seeded: three packages, with videos in every known state. Some times have seven
 * decimals, and some videos lack fields, as in the documentation's examples.
 */
export function sampleSeed(): SeedPackage[] {
  return [
    aPackage({
      packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
      name: 'Purchase agreement',
      timeCreated: '2026-11-02T09:30:00.000Z',
      videos: [
        aVideo({ meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3' }),
        {
          meetingVideoId: 'b2b2e1ce-8a0b-4a3c-9d0f-6a8f0a6f7f01',
          timeCreated: '2026-11-02T10:31:40.0731254Z',
          duration: 'PT2M7S',
          size: 2_505_995,
          type: 'video',
          state: 'archived',
        },
        aVideo({ meetingVideoId: '0d6cf3c2-52b4-4a53-8a63-1c5a3a3f2b02', ...unfinished, state: 'queued' }),
        aVideo({ meetingVideoId: 'f1a8f3de-3a55-4c0e-8b0e-7d3c5e9a1c03', ...unfinished, state: 'started' }),
      ],
    }),
    aPackage({
      packageId: '7be0a1d4-5c7e-4d2b-9a53-2f2f0c1b9d10',
      name: 'Power of attorney',
      timeCreated: '2026-06-15T13:00:00.000Z',
      videos: [
        aVideo({
          meetingVideoId: '9f6a2f5c-1b86-4a0f-a3a1-0b6e4f6d2a04',
          timeCreated: '2026-06-15T13:20:00.8535047Z',
          timeRetention: '2033-06-15T13:20:00.8535047Z',
        }),
        aVideo({
          meetingVideoId: '3c9d4b7a-6e0f-4f5d-8f61-5b1a7c2e3d05',
          timeCreated: '2026-06-15T13:55:00.000Z',
          ...unfinished,
          state: 'stopped',
        }),
        aVideo({
          meetingVideoId: 'e4d0c8b6-2f7a-4b3e-9c12-8a9b0c1d2e06',
          timeCreated: '2026-06-15T14:05:00.000Z',
          ...unfinished,
          state: 'failed',
        }),
      ],
    }),
    aPackage({
      packageId: '1f0e2d3c-4b5a-4697-8879-6a5b4c3d2e20',
      name: 'Lease, closed',
      timeCreated: '2025-11-20T08:00:00.000Z',
      videos: [
        {
          meetingVideoId: '5a4b3c2d-1e0f-4f9e-8d7c-6b5a49382707',
          meetingId: '0f2f4065-3d07-4fd5-96e8-13b3f77a7c9d',
          timeCreated: '2025-11-20T08:10:33.541Z',
          timeRetention: null,
          timeDeleted: '2026-02-20T08:10:02.2596573Z',
          duration: 'PT6S',
          size: 484_524,
          type: 'video',
          state: 'deleted',
          url: null,
          timeUrlExpires: null,
        },
      ],
    }),
  ];
}
