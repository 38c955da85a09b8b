import { type CallOptions, optionsOf, termsOf } from './call.ts';
import { type OnlyIf, onlyIfOf } from './conditions.ts';
import {
  type DeleteAllPreview,
  type DeleteAllResult,
  type DeletePreview,
  type DeleteResult,
  deleteEvery,
  deleteOne,
  listVideos,
  previewEvery,
  previewOne,
} from './deletion.ts';
import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';
import { validId } from './ids.ts';
import { isObject } from './response.ts';
import type { VideoList } from './schemas.ts';
import type { Session } from './session.ts';
import type { VideoIds } from './video.ts';

/** Options of a deletion. */
export type DeletionOptions<DryRun extends boolean = boolean> = CallOptions & {
  /**
   * Whether to only show what would be deleted. Only the list of videos is then requested. Default `false`; `undefined` is
   * rejected, for a choice that got lost must not delete.
   */
  dryRun?: DryRun;
};

/** Options of the deletion of one video. */
export type DeleteOptions<DryRun extends boolean = boolean> = DeletionOptions<DryRun> & {
  /**
   * Lists first, and deletes only if the video meets every condition now. `undefined` is rejected, because lost
   * conditions must not delete.
   */
  onlyIf?: OnlyIf;
};

/** Names a package, and no video: with all its videos a call deletes more than with one. */
export type PackageOnly = {
  packageId: string;
  /** `deleteAll` takes no video; `delete` does. */
  meetingVideoId?: never;
};

/** The recorded videos of packages. */
export type Videos = {
  /**
   * Lists the recorded videos of a package, deleted ones included.
   *
   * @param target The package, by its `packageId`.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries` and a `signal`.
   * @returns The package's id and its videos, as the API gives them.
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
  list(target: { packageId: string }, options?: CallOptions): Promise<VideoList>;

  /**
   * Deletes one video for good.
   *
   * A 404, and an outcome that is unknown after the retries, are resolved by listing the package.
   *
   * @param video The video, by its `meetingVideoId` and the `packageId` of its package.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries`, a `signal`, `dryRun` and
   *   `onlyIf`.
   * @returns The deleted video, in a list of one, and whether it was `alreadyDeleted`; with `dryRun` what would be deleted,
   *   marked with `dryRun: true`.
   * @throws {InvalidRequestError} when an id cannot be right; nothing was sent.
   * @throws {ConditionNotMetError} when the video does not meet `onlyIf` now; nothing was deleted.
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
  delete<DryRun extends boolean = false>(
    video: VideoIds,
    options?: DeleteOptions<DryRun>,
  ): Promise<DryRun extends true ? DeletePreview : DeleteResult>;

  /**
   * Deletes every video of a package for good. It is never sent again once it may have taken effect.
   *
   * When the response is lost or names no video, the package is listed once: if nothing is left, it resolves with
   * `settledByList: true`.
   *
   * @param target The package, by its `packageId`, and nothing else.
   * @param options Time limits in milliseconds (`timeoutMs`, `totalTimeoutMs`), `maxRetries`, a `signal` and `dryRun`.
   * @returns The deleted videos, none when there were none; with `dryRun` what would be deleted, marked with
   *   `dryRun: true`.
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
  deleteAll<DryRun extends boolean = false>(
    target: PackageOnly,
    options?: DeletionOptions<DryRun>,
  ): Promise<DryRun extends true ? DeleteAllPreview : DeleteAllResult>;
};

/** The calls for videos, on a session. */
export function createVideos(session: Session): Videos {
  async function list(target: { packageId: string }, options?: CallOptions): Promise<VideoList> {
    const packageId = packageIdOf(target);
    return listVideos(session, packageId, termsOf(session, optionsOf(options)));
  }

  function deleteVideo<DryRun extends boolean = false>(
    target: VideoIds,
    options?: DeleteOptions<DryRun>,
  ): Promise<DryRun extends true ? DeletePreview : DeleteResult>;
  async function deleteVideo(target: VideoIds, options?: DeleteOptions): Promise<DeletePreview | DeleteResult> {
    const video = videoIdsOf(target);
    const given = optionsOf(options, ['dryRun', 'onlyIf']);
    const terms = termsOf(session, given);
    const onlyIf = 'onlyIf' in given ? onlyIfOf(given.onlyIf, video.meetingVideoId) : undefined;
    return isDryRun(given) ? previewOne(session, video, terms, onlyIf) : deleteOne(session, video, terms, onlyIf);
  }

  function deleteAll<DryRun extends boolean = false>(
    target: PackageOnly,
    options?: DeletionOptions<DryRun>,
  ): Promise<DryRun extends true ? DeleteAllPreview : DeleteAllResult>;
  async function deleteAll(
    target: PackageOnly,
    options?: DeletionOptions,
  ): Promise<DeleteAllPreview | DeleteAllResult> {
    if (isObject(target) && Object.hasOwn(target, 'meetingVideoId')) throw namesAVideo();
    const packageId = packageIdOf(target);
    const given = optionsOf(options, ['dryRun']);
    const terms = termsOf(session, given);
    return isDryRun(given) ? previewEvery(session, packageId, terms) : deleteEvery(session, packageId, terms);
  }

  return { list, delete: deleteVideo, deleteAll };
}

function packageIdOf(target: PackageOnly): string {
  return validId('packageId', fieldsOf('the package', target, ['packageId']).packageId);
}

function namesAVideo(): InvalidRequestError {
  const problem = 'is not taken by deleteAll, which deletes every video of the package. Use delete for one video';
  return new InvalidRequestError('meetingVideoId', problem);
}

function videoIdsOf(target: VideoIds): VideoIds {
  const { packageId, meetingVideoId } = fieldsOf('the video', target, ['packageId', 'meetingVideoId']);
  return { packageId: validId('packageId', packageId), meetingVideoId: validId('meetingVideoId', meetingVideoId) };
}

function isDryRun(given: { dryRun?: unknown }): boolean {
  if (!('dryRun' in given)) return false;
  must(typeof given.dryRun === 'boolean', 'dryRun', 'true or false', given.dryRun);
  return given.dryRun;
}
