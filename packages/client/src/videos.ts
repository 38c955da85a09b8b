import { confirmedDeletion, isDeleted, videoListOf } from './answer.ts';
import { type CallOptions, checkedOptions, perform, type Remaining, remainingOf, type Session } from './call.ts';
import { IinkedSignError } from './errors/IinkedSignError.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import type { VideoDeletion, VideoList } from './generated/openapi.ts';
import { fieldsOf, realId, type Scope } from './guard.ts';

/** Options of a deletion. */
export type DeletionOptions = CallOptions & {
  /** Whether to only tell what would be deleted. Only the list of videos is then asked for. Default `false`. */
  dryRun?: boolean;
};

/** One deleted video. */
export type DeleteResult = VideoDeletion & {
  /** Whether the video was deleted before this call: the API did not find it, and the list shows it as deleted. */
  alreadyDeleted: boolean;
};

/** What `delete` would delete: the video, or none. Nothing was deleted. */
export type DeletePreview = VideoList & {
  dryRun: true;
  /** Whether the list shows the video as deleted already. */
  alreadyDeleted: boolean;
};

/** Every deleted video of a package. */
export type DeleteAllResult = VideoDeletion & {
  /** Set when the response was lost and the list shows that nothing is left: `videos` are all that it shows as deleted. */
  settledByList?: true;
};

/** What `deleteAll` would delete. Nothing was deleted. */
export type DeleteAllPreview = VideoList & { dryRun: true };

/** A deletion: for real, as a preview, or as an option says at run time. */
export type Deletion<Target, Result, Preview> = {
  (target: Target, options?: DeletionOptions & { dryRun?: false }): Promise<Result>;
  (target: Target, options: DeletionOptions & { dryRun: true }): Promise<Preview>;
  (target: Target, options?: DeletionOptions): Promise<Result | Preview>;
};

/** The recorded videos of packages. */
export type Videos = {
  /**
   * Lists the recorded videos of a package, deleted ones included.
   *
   * The first parameter names the package by its `packageId`, the second may set a time limit in milliseconds, the number
   * of repeats and a signal. Resolves to the package's id and its videos, as the API gives them.
   *
   * @throws {InvalidRequestError} when the id cannot be right; nothing was sent.
   * @throws {ApiError} when the API answers with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable answer arrived, after the repeats.
   * @throws {TimeoutError} when no complete answer arrived in time, after the repeats.
   * @throws {UnexpectedResponseError} when the answer is not a list of this package's videos.
   * @example
   * ```ts
   * const { videos } = await client.videos.list({ packageId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/videos/list
   */
  list: (target: { packageId: string }, options?: CallOptions) => Promise<VideoList>;

  /**
   * Deletes one video for good.
   *
   * The first parameter names the video by its `meetingVideoId` and the `packageId` of its package, the second may set a
   * time limit in milliseconds, the number of repeats, a signal, and `dryRun`. Resolves to the deleted video, in a list of
   * one, and whether it was `alreadyDeleted`; with `dryRun` to what would be deleted, marked with `dryRun: true`. A 404, and
   * an outcome that is unknown after the retries, are settled by the list of the package.
   *
   * @throws {InvalidRequestError} when an id cannot be right; nothing was sent.
   * @throws {ApiError} when the API answers with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable answer arrived, after the repeats.
   * @throws {TimeoutError} when no complete answer arrived in time, after the repeats.
   * @throws {UnexpectedResponseError} when the answer does not confirm that this video, and no other, was deleted.
   * @example
   * ```ts
   * const { videos } = await client.videos.delete({ packageId, meetingVideoId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/videos/delete
   */
  delete: Deletion<{ packageId: string; meetingVideoId: string }, DeleteResult, DeletePreview>;

  /**
   * Deletes every video of a package for good. It is never sent again once it may have taken effect.
   *
   * The first parameter names the package by its `packageId` and holds nothing else, the second may set a time limit in
   * milliseconds, the number of repeats, a signal, and `dryRun`. Resolves to the deleted videos, none when there were
   * none; with `dryRun` to what would be deleted, marked with `dryRun: true`. When the response is lost, the package is listed
   * once: if nothing is left, it resolves with `settledByList: true`.
   *
   * @throws {InvalidRequestError} when the id cannot be right, or a `meetingVideoId` is given; nothing was sent.
   * @throws {ApiError} when the API answers with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable answer arrived: see `mayHaveDeleted`, then list.
   * @throws {TimeoutError} when no complete answer arrived in time: list to see what is left.
   * @throws {UnexpectedResponseError} when the answer does not confirm that videos of this package were deleted.
   * @example
   * ```ts
   * const { videos } = await client.videos.deleteAll({ packageId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/videos/delete
   */
  deleteAll: Deletion<{ packageId: string; meetingVideoId?: never }, DeleteAllResult, DeleteAllPreview>;
};

/** The calls for videos, on a session. */
export function createVideos(session: Session): Videos {
  async function list(target: { packageId: string }, options: CallOptions = {}): Promise<VideoList> {
    const packageId = realId('packageId', fieldsOf('the package', target, ['packageId']).packageId);
    return listOf(packageId, checkedOptions(options));
  }

  function listOf(packageId: string, options: CallOptions, remaining?: Remaining): Promise<VideoList> {
    return perform(
      session,
      {
        effect: 'read',
        options,
        request: (client) =>
          client.GET('/packages/{packageId}/videos', { params: { path: { packageId } }, parseAs: 'text' }),
        read: (answer) => videoListOf(answer, packageId),
      },
      remaining,
    );
  }

  function deletion<Target, Asked extends Scope, Result, Preview>(
    scopeOf: (target: Target) => Asked,
    preview: (scope: Asked, listed: VideoList) => Preview,
    carryOut: (scope: Asked, options: CallOptions) => Promise<Result>,
  ): Deletion<Target, Result, Preview> {
    function run(target: Target, options?: DeletionOptions & { dryRun?: false }): Promise<Result>;
    function run(target: Target, options: DeletionOptions & { dryRun: true }): Promise<Preview>;
    function run(target: Target, options?: DeletionOptions): Promise<Result | Preview>;
    async function run(target: Target, options: DeletionOptions = {}) {
      const scope = scopeOf(target);
      const { dryRun = false, ...callOptions } = checkedOptions(options, ['dryRun']);
      if ('dryRun' in options && typeof options.dryRun !== 'boolean') {
        throw new InvalidRequestError('dryRun', 'must be true or false when it is given');
      }
      if (!dryRun) return carryOut(scope, callOptions);
      return preview(scope, await listOf(scope.packageId, callOptions));
    }
    return run;
  }

  function send(
    effect: 'delete' | 'deleteAll',
    scope: Scope,
    options: CallOptions,
    remaining: Remaining,
  ): Promise<VideoDeletion> {
    return perform(
      session,
      {
        effect,
        asked: scope,
        options,
        request: (client) =>
          client.POST('/packages/{packageId}/videos/delete', {
            params: { path: { packageId: scope.packageId } },
            body: scope,
            parseAs: 'text',
          }),
        read: (answer) => confirmedDeletion(answer, scope),
      },
      remaining,
    );
  }

  /** Lists the package to settle how a deletion ended. Without a list, its error stands. */
  async function listed(packageId: string, options: CallOptions, remaining: Remaining, error: unknown) {
    if (remaining() <= 0) throw error;
    return listOf(packageId, options, remaining).catch(() => {
      options.signal?.throwIfAborted();
      throw error;
    });
  }

  async function deleteOne(scope: Video, options: CallOptions): Promise<DeleteResult> {
    const remaining = remainingOf(session, options);
    try {
      return { ...(await send('delete', scope, options, remaining)), alreadyDeleted: false };
    } catch (error) {
      if (!(error instanceof NotFoundError || isUnknown(error))) throw error;
      const { videos } = await listed(scope.packageId, options, remaining, error);
      const gone = videos.find((video) => video.meetingVideoId === scope.meetingVideoId && isDeleted(video));
      if (!gone) throw error;
      return { packageId: scope.packageId, videos: [gone], alreadyDeleted: !isUnknown(error) };
    }
  }

  async function deleteAll(scope: Scope, options: CallOptions): Promise<DeleteAllResult> {
    const remaining = remainingOf(session, options);
    try {
      return await send('deleteAll', scope, options, remaining);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      const { videos } = await listed(scope.packageId, options, remaining, error);
      if (!videos.every(isDeleted)) throw error;
      return { packageId: scope.packageId, videos, settledByList: true };
    }
  }

  return {
    list,
    delete: deletion(
      (video: Video) => {
        const { packageId, meetingVideoId } = fieldsOf('the video', video, ['packageId', 'meetingVideoId']);
        return { packageId: realId('packageId', packageId), meetingVideoId: realId('meetingVideoId', meetingVideoId) };
      },
      ({ meetingVideoId }, list): DeletePreview => {
        const meant = list.videos.filter((video) => video.meetingVideoId === meetingVideoId);
        const videos = meant.filter((video) => !isDeleted(video));
        return { ...list, videos, alreadyDeleted: meant.length > 0 && videos.length === 0, dryRun: true };
      },
      deleteOne,
    ),
    deleteAll: deletion(
      (package_): Scope => ({
        packageId: realId('packageId', fieldsOf('the package', package_, ['packageId']).packageId),
      }),
      (_, list): DeleteAllPreview => ({
        ...list,
        videos: list.videos.filter((video) => !isDeleted(video)),
        dryRun: true,
      }),
      deleteAll,
    ),
  };
}

type Video = { packageId: string; meetingVideoId: string };

// A response that says something else than what was asked is never settled: the server may have deleted something else.
function isUnknown(error: unknown): boolean {
  return error instanceof IinkedSignError && error.mayHaveDeleted && !(error instanceof UnexpectedResponseError);
}
