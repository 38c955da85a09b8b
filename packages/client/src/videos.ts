import { type CallOptions, type Terms, termsOf, termsWith } from './call.ts';
import { type OnlyIf, onlyIfOf } from './conditions.ts';
import { deleteEvery, deleteOne, listVideos, previewOne } from './deletion.ts';
import type { DeleteAllPreview, DeleteAllResult, DeletePreview, DeleteResult } from './deletionResults.ts';
import { fieldsOf, must } from './fields.ts';
import { validId } from './ids.ts';
import { eachOnce } from './response.ts';
import type { VideoList } from './schemas.ts';
import type { Session } from './session.ts';
import { isDeleted } from './video.ts';

/** Options of a deletion. */
export type DeletionOptions = CallOptions & {
  /**
   * Whether to only tell what would be deleted. Only the list of videos is then requested. Default `false`; `undefined` is
   * rejected, for a choice that got lost must not delete.
   */
  dryRun?: boolean;
};

/** Options of the deletion of one video. */
export type DeleteOptions = DeletionOptions & {
  /**
   * Lists first, and deletes only if the video meets every condition now. `undefined` is rejected, for conditions that got
   * lost must not delete.
   */
  onlyIf?: OnlyIf;
};

/** A deletion: for real, as a preview, or as an option says at run time. */
export type Deletion<Target, Options extends DeletionOptions, Result, Preview> = {
  (target: Target, options?: Options & { dryRun?: false }): Promise<Result>;
  (target: Target, options: Options & { dryRun: true }): Promise<Preview>;
  (target: Target, options?: Options): Promise<Result | Preview>;
};

/** The recorded videos of packages. */
export type Videos = {
  /**
   * Lists the recorded videos of a package, deleted ones included.
   *
   * The first parameter names the package by its `packageId`, the second may set a time limit in milliseconds, the number
   * of retries and a signal. Resolves to the package's id and its videos, as the API gives them.
   *
   * @throws {InvalidRequestError} when the id cannot be right; nothing was sent.
   * @throws {ApiError} when the API responds with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable response arrived, after the retries.
   * @throws {TimeoutError} when no complete response arrived in time, after the retries.
   * @throws {UnexpectedResponseError} when the response is not a list of this package's videos.
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
   * time limit in milliseconds, the number of retries, a signal, and `dryRun`. Resolves to the deleted video, in a list of
   * one, and whether it was `alreadyDeleted`; with `dryRun` to what would be deleted, marked with `dryRun: true`. A 404, and
   * an outcome that is unknown after the retries, are settled by the list of the package.
   *
   * @throws {InvalidRequestError} when an id cannot be right; nothing was sent.
   * @throws {ApiError} when the API responds with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable response arrived, after the retries.
   * @throws {TimeoutError} when no complete response arrived in time, after the retries.
   * @throws {UnexpectedResponseError} when the response does not confirm that this video, and no other, was deleted.
   * @example
   * ```ts
   * const { videos } = await client.videos.delete({ packageId, meetingVideoId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/videos/delete
   */
  delete: Deletion<{ packageId: string; meetingVideoId: string }, DeleteOptions, DeleteResult, DeletePreview>;

  /**
   * Deletes every video of a package for good. It is never sent again once it may have taken effect.
   *
   * The first parameter names the package by its `packageId` and holds nothing else, the second may set a time limit in
   * milliseconds, the number of retries, a signal, and `dryRun`. Resolves to the deleted videos, none when there were
   * none; with `dryRun` to what would be deleted, marked with `dryRun: true`. When the response is lost, the package is listed
   * once: if nothing is left, it resolves with `settledByList: true`.
   *
   * @throws {InvalidRequestError} when the id cannot be right, or a `meetingVideoId` is given; nothing was sent.
   * @throws {ApiError} when the API responds with an error: `NotFoundError`, `AuthenticationError` and others.
   * @throws {ConnectionError} when no usable response arrived: see `mayHaveDeleted`, then list.
   * @throws {TimeoutError} when no complete response arrived in time: list to see what is left.
   * @throws {UnexpectedResponseError} when the response does not confirm that videos of this package were deleted.
   * @example
   * ```ts
   * const { videos } = await client.videos.deleteAll({ packageId });
   * ```
   * @see https://docs.iinkedsign.com/v4/api/videos/delete
   */
  deleteAll: Deletion<
    { packageId: string; meetingVideoId?: never },
    DeletionOptions,
    DeleteAllResult,
    DeleteAllPreview
  >;
};

/** The calls for videos, on a session. */
export function createVideos(session: Session): Videos {
  function deletion<Target, Asked, Options extends DeletionOptions, Result, Preview>(
    read: (target: Target) => Asked,
    options: readonly ('dryRun' | 'onlyIf')[],
    preview: (asked: Asked, terms: Terms, given: Given) => Promise<Preview>,
    carryOut: (asked: Asked, terms: Terms, given: Given) => Promise<Result>,
  ): Deletion<Target, Options, Result, Preview> {
    function run(target: Target, options?: Options & { dryRun?: false }): Promise<Result>;
    function run(target: Target, options: Options & { dryRun: true }): Promise<Preview>;
    function run(target: Target, options?: Options): Promise<Result | Preview>;
    async function run(target: Target, optionsGiven?: Options): Promise<Result | Preview> {
      const asked = read(target);
      const { terms, given } = termsWith(session, optionsGiven, options);
      return isDryRun(given) ? preview(asked, terms, given) : carryOut(asked, terms, given);
    }
    return run;
  }

  return {
    async list(target, options) {
      return listVideos(session, packageIdOf(target), termsOf(session, options));
    },
    delete: deletion(
      (target: { packageId: string; meetingVideoId: string }) => {
        const { packageId, meetingVideoId } = fieldsOf('the video', target, ['packageId', 'meetingVideoId']);
        return {
          packageId: validId('packageId', packageId),
          meetingVideoId: validId('meetingVideoId', meetingVideoId),
        };
      },
      ['dryRun', 'onlyIf'],
      (video, terms, given) => previewOne(session, video, terms, conditionsIn(given, video.meetingVideoId)),
      (video, terms, given) => deleteOne(session, video, terms, conditionsIn(given, video.meetingVideoId)),
    ),
    deleteAll: deletion(
      packageIdOf,
      ['dryRun'],
      async (packageId, terms): Promise<DeleteAllPreview> => {
        const list = await listVideos(session, packageId, terms);
        return { ...list, videos: eachOnce(list.videos.filter((video) => !isDeleted(video))), dryRun: true };
      },
      (packageId, terms) => deleteEvery(session, packageId, terms),
    ),
  };
}

type Given = { dryRun?: unknown; onlyIf?: unknown };

function packageIdOf(target: { packageId: string; meetingVideoId?: never }): string {
  return validId('packageId', fieldsOf('the package', target, ['packageId']).packageId);
}

function isDryRun(given: Given): boolean {
  if (!('dryRun' in given)) return false;
  must(typeof given.dryRun === 'boolean', 'dryRun', 'true or false', given.dryRun);
  return given.dryRun;
}

function conditionsIn(given: Given, meetingVideoId: string): OnlyIf | undefined {
  return 'onlyIf' in given ? onlyIfOf(given.onlyIf, meetingVideoId) : undefined;
}
