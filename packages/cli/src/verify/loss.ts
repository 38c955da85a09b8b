import { isDeleted, type MeetingVideo } from 'iinked-sign';
import type { DeletionEvidence } from './evidence.ts';
import { isSeen, itemsOf, type Observed } from './observed.ts';

/** What is gone from the package after the deletion of one video. */
export type Loss = {
  /** How many other videos were alive before, and are deleted or no longer listed. */
  others: number;
  /** What became of the video that was named. */
  named: 'gone' | 'alive' | 'not seen';
  /** Whether a list after the deletion was seen. */
  isSeen: boolean;
};

/** Compares the lists before and after. Whatever the responses to the deletion said, it is what the lists show that counts. */
export function lossOf({ meetingVideoId, before, first, after }: DeletionEvidence): Loss {
  const lists = after.filter((list) => isSeen(list, 200) || isPackageGone(list));
  const aliveBefore = aliveIn(before);
  const isSeenAfter = lists.length > 0;
  const lost = isSeenAfter
    ? [...aliveBefore].filter((id) => lists.some((list) => !aliveIn(list).has(id)))
    : // Nobody saw them since: what the response says it deleted must be feared.
      (first ? itemsOf(first, 'videos') : [])
        .filter((video) => aliveBefore.has(video.meetingVideoId) && isGone(video))
        .map((video) => video.meetingVideoId);
  const others = new Set(lost.filter((id) => id !== meetingVideoId)).size;
  const named = !isSeenAfter ? 'not seen' : lost.includes(meetingVideoId) ? 'gone' : 'alive';
  return { others, named, isSeen: isSeenAfter };
}

/** Any other 404 may be that of something on the way. */
function isPackageGone(list: Observed): boolean {
  return isSeen(list, 404) && list.body.error === 'package_not_found';
}

/** Whether a video no longer counts as alive: it is deleted, or has a time at which it was. */
export function isGone(video: Record<string, unknown>): boolean {
  const asListed: MeetingVideo = Object(video);
  return Boolean(asListed.timeDeleted) || isDeleted(asListed);
}

/** The ids of the videos that are alive; none where the package itself is not found any more. */
function aliveIn(list: Observed): Set<unknown> {
  if (!isSeen(list, 200)) return new Set();
  const videos = itemsOf(list, 'videos');
  const gone = new Set(videos.filter(isGone).map(({ meetingVideoId }) => meetingVideoId));
  return new Set(videos.map(({ meetingVideoId }) => meetingVideoId).filter((id) => !gone.has(id)));
}
