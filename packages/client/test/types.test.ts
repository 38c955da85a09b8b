import { describe, expectTypeOf, test } from 'vitest';
import type {
  Client,
  ClientOptions,
  components,
  DeleteAllResult,
  DeletePreview,
  DeleteResult,
  KnownMeetingVideoState,
  MeetingVideo,
  Server,
  VideoDeletion,
} from '../src/index.ts';

type Videos = Client['videos'];
type Ids = { packageId: string; meetingVideoId: string };

describe('what may not compile does not', () => {
  test('a deletion of one video without its id, or with one that may be missing', () => {
    type Target = Parameters<Videos['delete']>[0];
    expectTypeOf<Ids>().toExtend<Target>();
    expectTypeOf<{ packageId: string }>().not.toExtend<Target>();
    expectTypeOf<{ packageId: string; meetingVideoId: undefined }>().not.toExtend<Target>();
    expectTypeOf<{ packageId: string; meetingVideoId: string | undefined }>().not.toExtend<Target>();
    expectTypeOf<{ packageId: string; meetingVideoId: null }>().not.toExtend<Target>();
    expectTypeOf<{ meetingVideoId: string }>().not.toExtend<Target>();
  });

  test('a deletion of all videos with the id of one', () => {
    type Target = Parameters<Videos['deleteAll']>[0];
    expectTypeOf<{ packageId: string }>().toExtend<Target>();
    expectTypeOf<Ids>().not.toExtend<Target>();
    expectTypeOf<{ packageId: string; meetingVideoId: undefined }>().not.toExtend<Target>();
  });

  test('a misspelt server, or none', () => {
    expectTypeOf<'eu'>().toExtend<Server>();
    expectTypeOf<'https://sign.example.com/api/v1'>().toExtend<Server>();
    expectTypeOf<'EU'>().not.toExtend<Server>();
    expectTypeOf<'sandbox'>().not.toExtend<Server>();
    expectTypeOf<'sign.example.com'>().not.toExtend<Server>();
    expectTypeOf<{ apiKey: string }>().not.toExtend<ClientOptions>();
    expectTypeOf<{ server: 'us' }>().not.toExtend<ClientOptions>();
  });
});

describe('results are typed from the contract', () => {
  test('a deletion resolves to what the API documents, a preview to something that no one takes for it', () => {
    const run = (videos: Videos, ids: Ids, dryRun: boolean) => ({
      deleted: videos.delete(ids),
      preview: videos.delete(ids, { dryRun: true }),
      either: videos.delete(ids, { dryRun }),
      all: videos.deleteAll({ packageId: ids.packageId }, { timeoutMs: 5 }),
    });
    type Run = ReturnType<typeof run>;
    expectTypeOf<Run['deleted']>().toEqualTypeOf<
      Promise<components['schemas']['VideoDeletion'] & { alreadyDeleted: boolean }>
    >();
    expectTypeOf<Run['preview']>().toEqualTypeOf<Promise<DeletePreview>>();
    expectTypeOf<Run['either']>().toEqualTypeOf<Promise<DeleteResult | DeletePreview>>();
    expectTypeOf<Run['all']>().toEqualTypeOf<Promise<DeleteAllResult>>();
    expectTypeOf<DeletePreview['dryRun']>().toEqualTypeOf<true>();
  });

  test('a video has every field of the contract, all but its id optional and nullable', () => {
    expectTypeOf<MeetingVideo['meetingVideoId']>().toEqualTypeOf<string>();
    expectTypeOf<MeetingVideo['size']>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<KnownMeetingVideoState>().toExtend<NonNullable<MeetingVideo['state']>>();
    expectTypeOf<'a later state'>().toExtend<NonNullable<MeetingVideo['state']>>();
  });

  test('the fields are those of the contract, and a change of it is noticed', () => {
    expectTypeOf<keyof VideoDeletion>().toEqualTypeOf<'packageId' | 'videos'>();
    expectTypeOf<keyof MeetingVideo>().toEqualTypeOf<
      | 'meetingVideoId'
      | 'meetingVideoSharedId'
      | 'meetingId'
      | 'meetingSessionId'
      | 'externalVideoId'
      | 'externalStorageId'
      | 'timeCreated'
      | 'timeRetention'
      | 'timeDeleted'
      | 'duration'
      | 'size'
      | 'source'
      | 'type'
      | 'state'
      | 'url'
      | 'timeUrlExpires'
    >();
  });

  test('a raw call is typed by its path', () => {
    const call = ({ raw }: Client) =>
      raw.POST('/packages/{packageId}/videos/delete', {
        params: { path: { packageId: 'p' } },
        body: { packageId: 'p' },
      });
    type Answer = Awaited<ReturnType<typeof call>>;
    expectTypeOf<Answer['data']>().toEqualTypeOf<VideoDeletion | undefined>();
    expectTypeOf<Answer['error']>().toEqualTypeOf<components['schemas']['ErrorBody'] | string | undefined>();
  });
});
