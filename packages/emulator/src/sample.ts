import { aPackage, aVideo } from './builders.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import type { SeedPackage } from './state.ts';

const unfinished = { duration: null, size: null } satisfies Partial<MeetingVideo>;

/**
 * What an emulator holds when nothing is seeded: three recent packages, with videos in every known state, and three old
 * ones for retention: one executed long ago, one under retention itself, and one executed lately. Some times have seven
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
    aPackage({
      packageId: '0c9a7b65-2f1e-4d3c-8b5a-69788776a530',
      name: 'Share purchase agreement',
      timeCreated: '2014-03-10T09:00:00.000Z',
      timeExecuted: '2014-03-12T16:45:00.4417302Z',
      ...filed({ clientNumber: 'C-1002', matterNumber: '2014-0093' }),
      timeRetention: '2021-03-12T00:00:00.000Z',
      videos: [
        aVideo({ meetingVideoId: 'a7c5e301-9d84-4f26-b1a0-3e5f7c9b1d08', timeCreated: '2014-03-12T16:00:00.000Z' }),
        aVideo({ meetingVideoId: 'b8d6f412-0e95-4a37-82b1-4f608dac2e09', timeCreated: '2014-03-12T16:30:00.000Z' }),
      ],
    }),
    aPackage({
      packageId: '3d8e6f21-7a4b-4c90-9e12-5b6a7c8d9e40',
      name: 'Settlement agreement',
      timeCreated: '2015-05-04T11:00:00.000Z',
      timeExecuted: '2015-05-06T10:15:00.0000000Z',
      ...filed({ clientNumber: 'C-1017', matterNumber: '2015-0417' }),
      timeRetention: '2035-05-06T00:00:00.000Z',
      videos: [
        aVideo({ meetingVideoId: 'c9e70523-1fa6-4b48-93c2-50719ebd3f10', timeCreated: '2015-05-06T10:00:00.000Z' }),
      ],
    }),
    aPackage({
      packageId: '58f1b0c4-9d2e-4a6f-8c73-d41e2f3a4b50',
      name: 'Supply agreement',
      timeCreated: '2016-01-18T08:30:00.000Z',
      timeExecuted: '2026-09-30T14:00:00.000Z',
      ...filed({ clientNumber: 'C-1002', matterNumber: '2016-0008' }),
      videos: [
        aVideo({ meetingVideoId: 'da081634-20b7-4c59-a4d3-6182afce4011', timeCreated: '2016-01-20T13:00:00.000Z' }),
      ],
    }),
  ];
}

function filed(numbers: { clientNumber: string; matterNumber: string }) {
  const ids = {
    memberId: '5d0c3b1e-7f0a-4c55-9d53-0a4f6d1b2c3e',
    teamId: '6e1d4c2f-801b-4d66-8e64-1b507e2c3d4f',
    folderId: '7f2e5d30-912c-4e77-9f75-2c618f3d4e50',
  };
  return { ...ids, ...numbers };
}
