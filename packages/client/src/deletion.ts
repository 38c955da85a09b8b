import { perform, type Terms } from './call.ts';
import { needsPackage, type ReadOnlyIf, reasonOf } from './conditions.ts';
import { ApiError } from './errors/ApiError.ts';
import { ConditionNotMetError, type ConditionReason } from './errors/ConditionNotMetError.ts';
import { IinkedSignError } from './errors/IinkedSignError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import { NotFreshError } from './errors/NotFreshError.ts';
import { PermissionDeniedError } from './errors/PermissionDeniedError.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { freshMs, freshPackage, freshVideos, type Reading } from './fresh.ts';
import { eachOnce } from './response.ts';
import type { MeetingVideo, PackageDetails, VideoDeletion, VideoList } from './schemas.ts';
import type { Session } from './session.ts';
import { throwIfAborted } from './signal.ts';
import { lifeOf, lifeOfAll, type VideoIds } from './video.ts';

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
  /** Why `onlyIf` would keep the video. */
  reason?: ConditionReason;
};

/** Every deleted video of a package. */
export type DeleteAllResult = VideoDeletion & {
  /**
   * Set when the response was lost, or named no video, and the list shows that nothing is left: `videos` are all that it
   * shows as deleted.
   */
  settledByList?: true;
};

/** What `deleteAll` would delete. Nothing was deleted. */
export type DeleteAllPreview = VideoList & { dryRun: true };

/** Deletes one video, where it meets the conditions. A 404 and an unknown outcome are settled by the list. */
export async function deleteOne(
  session: Session,
  video: VideoIds,
  terms: Terms,
  onlyIf: ReadOnlyIf | undefined,
): Promise<DeleteResult> {
  const { packageId } = video;
  const before = onlyIf && assertMet(session, video, terms, onlyIf);
  const call = { operation: 'deleteVideos', values: { packageId, body: video } } as const;
  try {
    const deletion = await perform(session, call, before ? { ...terms, before } : terms);
    return { ...deletion, alreadyDeleted: false };
  } catch (error) {
    if (error instanceof AlreadyDeleted) return { packageId, videos: [error.video], alreadyDeleted: true };
    if (!(is404(error) || isUnknown(error))) throw error;
    const { value: list, now } = await settlingList(session, packageId, terms, error);
    const gone = shownDeleted(list.videos, video, now);
    if (!gone) throw error;
    return { packageId, videos: [gone], alreadyDeleted: !isUnknown(error) };
  }
}

/** Deletes every video of a package, in one request. An unknown outcome, and a response without videos, are settled by the list. */
export async function deleteEvery(session: Session, packageId: string, terms: Terms): Promise<DeleteAllResult> {
  const values = { packageId, body: { packageId } };
  try {
    return await perform(session, { operation: 'deleteVideos', values }, terms);
  } catch (error) {
    if (!isUnknown(error) && !isEmptyConfirmation(error, packageId)) throw error;
    const { value: list, now } = await settlingList(session, packageId, terms, error);
    if (!list.videos.every((video) => lifeOf(video, now) === 'deleted')) throw error;
    return { packageId, videos: eachOnce(list.videos), settledByList: true };
  }
}

/** Tells what `deleteOne` would delete. */
export async function previewOne(
  session: Session,
  video: VideoIds,
  terms: Terms,
  onlyIf: ReadOnlyIf | undefined,
): Promise<DeletePreview> {
  const { packageId } = video;
  try {
    const { list, reason } = onlyIf
      ? await judgedNow(session, video, terms, onlyIf)
      : { list: await listVideos(session, packageId, terms), reason: undefined };
    const now = session.now();
    const alreadyDeleted = shownDeleted(list.videos, video, now) !== undefined;
    const left = eachOnce(list.videos.filter(isVideo(video)).filter((each) => lifeOf(each, now) !== 'deleted'));
    const kept = reason && !alreadyDeleted ? { reason } : {};
    return { ...list, videos: reason ? [] : left, alreadyDeleted, ...kept, dryRun: true };
  } catch (error) {
    if (!(error instanceof NotFreshError)) throw error;
    return { packageId, videos: [], alreadyDeleted: false, reason: error.reason, dryRun: true };
  }
}

/** Tells what `deleteEvery` would delete. */
export async function previewEvery(session: Session, packageId: string, terms: Terms): Promise<DeleteAllPreview> {
  const list = await listVideos(session, packageId, terms);
  const now = session.now();
  return { ...list, videos: eachOnce(list.videos.filter((video) => lifeOf(video, now) !== 'deleted')), dryRun: true };
}

/** Lists the videos of a package. */
export function listVideos(session: Session, packageId: string, terms: Terms): Promise<VideoList> {
  return perform(session, { operation: 'listVideos', values: { packageId } }, terms);
}

/** A video that is not deleted, for somebody else deleted it. */
class AlreadyDeleted extends Error {
  readonly video: MeetingVideo;

  constructor(video: MeetingVideo) {
    super();
    this.video = video;
  }
}

const mostReadings = 3;

/**
 * Makes sure, before each attempt, that the video meets the conditions, by a list that is at most a minute old. Where an earlier
 * attempt may have landed, the list cannot take that back: the error of that attempt stands.
 */
function assertMet(session: Session, video: VideoIds, terms: Terms, onlyIf: ReadOnlyIf): NonNullable<Terms['before']> {
  let ageMs = () => Number.POSITIVE_INFINITY;

  async function readAgain(): Promise<void> {
    const { list, reason, now, ...judged } = await judgedNow(session, video, { ...terms, hasTurn: true }, onlyIf);
    const gone = shownDeleted(list.videos, video, now);
    if (gone) throw new AlreadyDeleted(gone);
    if (reason) throw new ConditionNotMetError(reason, list.videos.find(isVideo(video)));
    ageMs = judged.ageMs;
  }

  return async (landed) => {
    try {
      for (let readings = 0; ageMs() > freshMs; readings++) {
        if (readings === mostReadings) throw new ConditionNotMetError('stale');
        await readAgain();
      }
    } catch (error) {
      throwIfAborted(terms.signal);
      throw landed ?? (error instanceof NotFreshError ? new ConditionNotMetError(error.reason) : error);
    }
  };
}

/** What was read to decide about a deletion, and why it says no. */
type Judgement = { list: VideoList; reason: ConditionReason | undefined; now: number; ageMs: () => number };

/** Reads what decides about a deletion, and judges the video by it: by the list, and by the package where conditions need it. */
async function judgedNow(session: Session, video: VideoIds, terms: Terms, onlyIf: ReadOnlyIf): Promise<Judgement> {
  const { value: list, now, ageMs } = await freshVideos(session, video.packageId, terms);
  const entries = list.videos.filter(isVideo(video));
  if (entries.length === 0) return { list, reason: 'missing', now, ageMs };
  const reason = reasonOf({ ...video, entries, package: 'notAsked' }, onlyIf, now);
  if (reason || !needsPackage(onlyIf)) return { list, reason, now, ageMs };
  const details = await readablePackage(session, video.packageId, terms);
  if (!details) return { list, reason: 'unreadable', now, ageMs };
  const earlier = Math.min(now, details.now);
  return {
    list,
    reason: reasonOf({ ...video, entries, package: details.value }, onlyIf, earlier),
    now: earlier,
    ageMs: () => Math.max(ageMs(), details.ageMs()),
  };
}

/** What Get Package says; nothing where it does not say it to this key, though the list does. */
async function readablePackage(
  session: Session,
  packageId: string,
  terms: Terms,
): Promise<Reading<PackageDetails> | undefined> {
  try {
    return await freshPackage(session, packageId, terms);
  } catch (error) {
    const isNoPackage = error instanceof UnexpectedResponseError && error.status === 200;
    if (isNoPackage || error instanceof NotFoundError || error instanceof PermissionDeniedError) return undefined;
    throw error;
  }
}

/** Lists the package to settle how a deletion ended. Without a fresh list, its error stands. */
async function settlingList(
  session: Session,
  packageId: string,
  terms: Terms,
  error: unknown,
): Promise<Reading<VideoList>> {
  try {
    return await freshVideos(session, packageId, terms);
  } catch {
    throwIfAborted(terms.signal);
    throw error;
  }
}

/** The video as a list shows it deleted. Where a list contradicts itself, it is not. */
function shownDeleted(videos: MeetingVideo[], video: VideoIds, now: number): MeetingVideo | undefined {
  const named = videos.filter(isVideo(video));
  return lifeOfAll(named, now) === 'deleted' ? named[0] : undefined;
}

function isVideo({ meetingVideoId }: VideoIds): (video: MeetingVideo) => boolean {
  return (video) => video.meetingVideoId === meetingVideoId;
}

// Also that of a proxy, which may stand in place of the API's response.
function is404(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

// A response that says something else than what was asked is never settled: the server may have deleted something else.
function isUnknown(error: unknown): boolean {
  return error instanceof IinkedSignError && error.mayHaveDeleted && !(error instanceof UnexpectedResponseError);
}

/** A confirmation of nothing, for this package: it had no videos, or they live on. */
function isEmptyConfirmation(error: unknown, packageId: string): boolean {
  if (!(error instanceof UnexpectedResponseError)) return false;
  const { understood } = error;
  return understood.packageId === packageId && understood.meetingVideoIds?.length === 0;
}
