import { confirmedDeletion, videoListOf } from './answer.ts';
import { type CallOptions, checkedOptions, perform, type Session } from './call.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import type { VideoDeletion, VideoList } from './generated/openapi.ts';
import { fieldsOf, realId, type Scope } from './guard.ts';

/** Options of a deletion. */
export type DeletionOptions = CallOptions & {
  /** Whether to only tell what would be deleted. Only the list of videos is then asked for. Default `false`. */
  dryRun?: boolean;
};

/** What a deletion would delete. Nothing was deleted. */
export type DeletionPreview = VideoList & { dryRun: true };

/** A deletion of one kind of target: for real, as a preview, or as an option says at run time. */
export type Deletion<Target> = {
  (target: Target, options?: DeletionOptions & { dryRun?: false }): Promise<VideoDeletion>;
  (target: Target, options: DeletionOptions & { dryRun: true }): Promise<DeletionPreview>;
  (target: Target, options?: DeletionOptions): Promise<VideoDeletion | DeletionPreview>;
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
   * one; with `dryRun` to what would be deleted, marked with `dryRun: true`.
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
  delete: Deletion<{ packageId: string; meetingVideoId: string }>;

  /**
   * Deletes every video of a package for good. It is never sent again once it may have taken effect.
   *
   * The first parameter names the package by its `packageId` and holds nothing else, the second may set a time limit in
   * milliseconds, the number of repeats, a signal, and `dryRun`. Resolves to the deleted videos, none when there were
   * none; with `dryRun` to what would be deleted, marked with `dryRun: true`.
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
  deleteAll: Deletion<{ packageId: string; meetingVideoId?: never }>;
};

/** The calls for videos, on a session. */
export function createVideos(session: Session): Videos {
  async function list(target: { packageId: string }, options: CallOptions = {}): Promise<VideoList> {
    const packageId = realId('packageId', fieldsOf('the package', target, ['packageId']).packageId);
    return perform(session, {
      effect: 'read',
      options: checkedOptions(options),
      request: (client) =>
        client.GET('/packages/{packageId}/videos', { params: { path: { packageId } }, parseAs: 'text' }),
      read: (answer) => videoListOf(answer, packageId),
    });
  }

  async function preview({ packageId, meetingVideoId }: Scope, options: CallOptions): Promise<DeletionPreview> {
    const listed = await list({ packageId }, options);
    const isMeant = (id: string) => meetingVideoId === undefined || id === meetingVideoId;
    const videos = listed.videos.filter((video) => video.state !== 'deleted' && isMeant(video.meetingVideoId));
    return { ...listed, videos, dryRun: true };
  }

  function deletion<Target>(
    scopeOf: (target: Target) => Scope,
    carryOut: (scope: Scope, options: CallOptions) => Promise<VideoDeletion>,
  ): Deletion<Target> {
    function run(target: Target, options?: DeletionOptions & { dryRun?: false }): Promise<VideoDeletion>;
    function run(target: Target, options: DeletionOptions & { dryRun: true }): Promise<DeletionPreview>;
    function run(target: Target, options?: DeletionOptions): Promise<VideoDeletion | DeletionPreview>;
    async function run(target: Target, options: DeletionOptions = {}) {
      const scope = scopeOf(target);
      const { dryRun = false, ...callOptions } = checkedOptions(options, ['dryRun']);
      if ('dryRun' in options && typeof options.dryRun !== 'boolean') {
        throw new InvalidRequestError('dryRun', 'must be true or false when it is given');
      }
      return dryRun ? preview(scope, callOptions) : carryOut(scope, callOptions);
    }
    return run;
  }

  function send(effect: 'delete' | 'deleteAll', scope: Scope, options: CallOptions): Promise<VideoDeletion> {
    return perform(session, {
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
    });
  }

  async function deleteOne(scope: Scope, options: CallOptions): Promise<VideoDeletion> {
    try {
      return await send('delete', scope, options);
    } catch (error) {
      // An earlier attempt lost its answer, and now the video is not found: the list knows whether it was deleted.
      if (!(error instanceof NotFoundError && error.mayHaveDeleted)) throw error;
      const { videos } = await list({ packageId: scope.packageId }, options).catch(() => {
        options.signal?.throwIfAborted();
        throw error;
      });
      const gone = videos.find((video) => video.meetingVideoId === scope.meetingVideoId && video.state === 'deleted');
      if (!gone) throw error;
      return { packageId: scope.packageId, videos: [gone] };
    }
  }

  return {
    list,
    delete: deletion((video) => {
      const { packageId, meetingVideoId } = fieldsOf('the video', video, ['packageId', 'meetingVideoId']);
      return { packageId: realId('packageId', packageId), meetingVideoId: realId('meetingVideoId', meetingVideoId) };
    }, deleteOne),
    deleteAll: deletion(
      (package_) => ({ packageId: realId('packageId', fieldsOf('the package', package_, ['packageId']).packageId) }),
      (scope, options) => send('deleteAll', scope, options),
    ),
  };
}
