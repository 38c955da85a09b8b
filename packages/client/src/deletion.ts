import { perform, performDated, type Terms } from './call.ts';
import { hasChanged, type OnlyIf, reasonToKeepAny } from './conditions.ts';
import type { DeleteAllResult, DeletePreview, DeleteResult } from './deletionResults.ts';
import { ConditionNotMetError, type ConditionReason } from './errors/ConditionNotMetError.ts';
import { IinkedSignError } from './errors/IinkedSignError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import { UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { eachOnce } from './response.ts';
import type { MeetingVideo, VideoList } from './schemas.ts';
import type { Session } from './session.ts';
import { throwIfAborted } from './signal.ts';
import { timeOfJudgement } from './time.ts';
import { isDeleted } from './video.ts';

/** The one video that a deletion is for. */
export type Video = { packageId: string; meetingVideoId: string };

/** Deletes one video, where it meets the conditions. A 404 and an unknown outcome are settled by the list. */
export async function deleteOne(
  session: Session,
  video: Video,
  terms: Terms,
  onlyIf: OnlyIf | undefined,
): Promise<DeleteResult> {
  if (onlyIf) {
    const { list, reason } = await judged(session, video, terms, onlyIf);
    const gone = deletedIn(list.videos, video);
    if (gone) return { packageId: video.packageId, videos: [gone], alreadyDeleted: true };
    if (reason) throw new ConditionNotMetError(reason, list.videos.find(isVideo(video)));
  }
  const { packageId } = video;
  try {
    const deletion = await perform(session, { operation: 'deleteVideos', values: { packageId, body: video } }, terms);
    return { ...deletion, alreadyDeleted: false };
  } catch (error) {
    if (!(error instanceof NotFoundError || isUnknown(error))) throw error;
    const { videos } = await settlingList(session, packageId, terms, error);
    const gone = deletedIn(videos, video);
    if (!gone) throw error;
    return { packageId, videos: [gone], alreadyDeleted: !isUnknown(error) };
  }
}

/** Deletes every video of a package, in one request. An unknown outcome is settled by the list. */
export async function deleteEvery(session: Session, packageId: string, terms: Terms): Promise<DeleteAllResult> {
  const values = { packageId, body: { packageId } };
  try {
    return await perform(session, { operation: 'deleteVideos', values }, terms);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    const { videos } = await settlingList(session, packageId, terms, error);
    if (!videos.every(isDeleted)) throw error;
    return { packageId, videos: eachOnce(videos), settledByList: true };
  }
}

/** Tells what `deleteOne` would delete. */
export async function previewOne(
  session: Session,
  video: Video,
  terms: Terms,
  onlyIf: OnlyIf | undefined,
): Promise<DeletePreview> {
  const { list, reason } = await judged(session, video, terms, onlyIf);
  const left = eachOnce(list.videos.filter(isVideo(video)).filter((each) => !isDeleted(each)));
  const alreadyDeleted = deletedIn(list.videos, video) !== undefined;
  return {
    ...list,
    videos: reason ? [] : left,
    alreadyDeleted,
    ...(reason && !alreadyDeleted && { reason }),
    dryRun: true,
  };
}

/** Lists the videos of a package. */
export function listVideos(session: Session, packageId: string, terms: Terms): Promise<VideoList> {
  return perform(session, { operation: 'listVideos', values: { packageId } }, terms);
}

/** Lists a package, and judges a video of it by the time of that list. */
async function judged(
  session: Session,
  video: Video,
  terms: Terms,
  onlyIf: OnlyIf | undefined,
): Promise<{ list: VideoList; reason: ConditionReason | undefined }> {
  const { packageId } = video;
  const { result, date } = await performDated(session, { operation: 'listVideos', values: { packageId } }, terms);
  const now = timeOfJudgement(session.now(), date);
  return { list: result, reason: onlyIf && reasonOf(result.videos.filter(isVideo(video)), packageId, onlyIf, now) };
}

function reasonOf(
  videos: MeetingVideo[],
  packageId: string,
  { unchanged, ...conditions }: OnlyIf,
  now: number | undefined,
): ConditionReason | undefined {
  if (now === undefined) return 'clock';
  if (videos.length === 0) return 'missing';
  const isChanged = unchanged !== undefined && videos.some((video) => hasChanged(unchanged, video));
  return reasonToKeepAny(packageId, videos, conditions, now) ?? (isChanged ? 'changed' : undefined);
}

/** Lists the package to settle how a deletion ended. Without a list, its error stands. */
async function settlingList(session: Session, packageId: string, terms: Terms, error: unknown): Promise<VideoList> {
  return listVideos(session, packageId, terms).catch(() => {
    throwIfAborted(terms.signal);
    throw error;
  });
}

/** The video as a list shows it deleted. Where a list contradicts itself, it is not. */
function deletedIn(videos: MeetingVideo[], video: Video): MeetingVideo | undefined {
  const named = videos.filter(isVideo(video));
  return named.every(isDeleted) ? named[0] : undefined;
}

function isVideo({ meetingVideoId }: Video): (video: MeetingVideo) => boolean {
  return (video) => video.meetingVideoId === meetingVideoId;
}

// A response that says something else than what was asked is never settled: the server may have deleted something else.
function isUnknown(error: unknown): boolean {
  return error instanceof IinkedSignError && error.mayHaveDeleted && !(error instanceof UnexpectedResponseError);
}
