import { videoStates } from './contract.ts';
import type { DeletionEvidence, Evidence } from './evidence.ts';
import { byCode, byFields, confirmed, isRejected, type Judgement, notSeen, refuted, wordsOf } from './judgement.ts';
import { lossOf } from './loss.ts';
import { isSeen, itemsOf } from './observed.ts';

/** What a deletion says about an assumption. */
type Judge = (deletion: DeletionEvidence) => Judgement;

/** What only a deletion shows, by what it is about. One cause gives one refutation: see {@link causeOf}. */
export const judgementsOfDeletion: Record<string, (evidence: Evidence) => Judgement> = {
  deleteVideos: ofDeletion((deletion) => {
    const { others, isSeen: isListed } = lossOf(deletion);
    const source = isListed ? '' : ', by its response';
    if (others > 0) return refuted(`${others} OTHER of the package's videos gone after the deletion of one${source}`);
    return by(deletion, 'path');
  }),
  'deleteVideos 200': ofDeletion((deletion) => {
    const { state } = deletion.video;
    if (state === 'archived') return notSeen('the video was archived');
    return by(deletion, 'state', `a video in ${stateOf(state)}`);
  }),
  'deleteVideos 400 example retention': ofDeletion((deletion) =>
    first(deletion).body.error === 'package_delete_retention'
      ? byCode(first(deletion), 400, 'package_delete_retention')
      : notSeen(''),
  ),
  'deleteVideos 400 example field': () => neverTried,
  'deleteVideos 404': ofDeletion(({ second }) => {
    if (!second) return notSeen('there was no second deletion');
    const words = `a second deletion: ${wordsOf(second)}`;
    if (isSeen(second, 404)) return confirmed(words);
    return (isSeen(second, 200) || isRejected(second) ? refuted : notSeen)(words);
  }),
  'deleteVideos 404 example package': () => notSeen('no video of an unknown package was deleted'),
  'deleteVideos 404 example video': ofDeletion(({ second }) =>
    second ? byCode(second, 404, 'meeting_video_not_found') : notSeen('there was no second deletion'),
  ),
  VideoDeletionRequest: () => neverTried,
  'VideoDeletionRequest.packageId': () => neverTried,
  'VideoDeletionRequest.meetingVideoId': () => neverTried,
  VideoDeletion: ofDeletion((deletion) =>
    isSeen(first(deletion), 200)
      ? byFields([first(deletion).body], ['packageId', 'videos'])
      : notSeen(wordsOf(first(deletion))),
  ),
  'VideoDeletion.videos': ofDeletion((deletion) => {
    if (!isSeen(first(deletion), 200)) return notSeen(wordsOf(first(deletion)));
    const ids = new Set(itemsOf(first(deletion), 'videos').map(({ meetingVideoId }) => meetingVideoId));
    const namesIt = ids.has(deletion.meetingVideoId);
    const { others, named } = lossOf(deletion);
    if (others > 0) return notSeen('more than one video is gone');
    if (named === 'alive') {
      return namesIt ? refuted('the video that the response names is alive') : notSeen('nothing was deleted');
    }
    if (namesIt && ids.size === 1) return confirmed('the one video that was deleted');
    if (named === 'not seen') return notSeen('no list after the deletion was seen');
    return refuted(namesIt ? 'also videos that are alive' : 'not the one video that is deleted');
  }),
  'VideoList.videos': ofDeletion((deletion) => {
    const { named, others } = lossOf(deletion);
    const list = deletion.after.find((each) => isSeen(each, 200));
    if (named !== 'gone' || others > 0 || !list) return notSeen(named === 'alive' ? 'nothing was deleted' : '');
    const video = itemsOf(list, 'videos').find(({ meetingVideoId }) => meetingVideoId === deletion.meetingVideoId);
    if (!video) return refuted('the video is no longer listed after its deletion');
    return confirmed(
      `listed after its deletion, in ${stateOf(video.state)}, timeDeleted ${video.timeDeleted ? 'set' : 'missing'}`,
    );
  }),
  'MeetingVideo.timeRetention': ofDeletion((deletion) => {
    if (!isLater(deletion.video.timeRetention)) return notSeen('the video was not under retention');
    return by(deletion, 'retention', 'a video under retention');
  }),
  'PackageDetails.timeRetention': ofDeletion((deletion) => {
    if (!isLater(deletion.package.body.timeRetention)) return notSeen('the package was not under retention');
    const what = 'a video of a package under retention';
    // Where both are under retention, the video's own is taken for the cause.
    return by(deletion, isLater(deletion.video.timeRetention) ? undefined : 'retention', what);
  }),
  'MeetingVideo.timeDeleted': ofDeletion((deletion) => {
    const video = itemsOf(first(deletion), 'videos').find((each) => each.meetingVideoId === deletion.meetingVideoId);
    if (!isSeen(first(deletion), 200) || !video) return notSeen('');
    return video.timeDeleted ? confirmed('set in the response to the deletion') : refuted('missing in that response');
  }),
  NotPermitted: ofDeletion((deletion) => by(deletion, 'permission', 'this key')),
};

const neverTried = notSeen('never tried, because it might delete every video');

function ofDeletion(judge: Judge): (evidence: Evidence) => Judgement {
  return ({ deletion }) => {
    if (!deletion) return notSeen('no video was deleted; --delete names one');
    if (deletion.first) return judge(deletion);
    return notSeen(deletion.unmet === undefined ? 'no deletion was sent' : 'the client did not delete it');
  };
}

function first({ first, before }: DeletionEvidence) {
  return first ?? before;
}

/** Why a deletion ended as it did, as far as the response and the lists tell: only the assumption about it is refuted. */
type Cause = 'worked' | 'path' | 'state' | 'retention' | 'permission' | 'unknown';

function causeOf(deletion: DeletionEvidence): Cause {
  const response = first(deletion);
  const { status, body } = response;
  if (response.kind !== 'seen' || status === 401) return 'unknown';
  if (status === 200) return causeOfSuccess(deletion);
  // It is gone, whatever the response says.
  if (lossOf(deletion).named === 'gone') return 'unknown';
  if (status === 403) return body.error === 'api_key_not_authorized' ? 'unknown' : 'permission';
  const { timeRetention } = deletion.video;
  const isHeld = isLater(timeRetention) || isLater(deletion.package.body.timeRetention);
  if (isRejected(response) && (isHeld || body.error === 'package_delete_retention')) return 'retention';
  return isRejected(response) && deletion.video.state !== 'archived' ? 'state' : 'path';
}

/** A response that names the video, which is alive all the same, is wrong about what it deleted, and about nothing else. */
function causeOfSuccess(deletion: DeletionEvidence): Cause {
  const { named } = lossOf(deletion);
  if (named === 'gone') return 'worked';
  if (named === 'alive') return namesIt(deletion) ? 'unknown' : 'path';
  return namesIt(deletion) ? 'worked' : 'unknown';
}

function namesIt(deletion: DeletionEvidence): boolean {
  return itemsOf(first(deletion), 'videos').some(({ meetingVideoId }) => meetingVideoId === deletion.meetingVideoId);
}

function by(deletion: DeletionEvidence, refutedBy: Cause | undefined, what = 'the deletion'): Judgement {
  const cause = causeOf(deletion);
  const words = `${what}: ${wordsOf(first(deletion))}`;
  if (cause === 'worked') return confirmed(words);
  const isAlive = first(deletion).status === 200 ? ', and the video is alive' : '';
  return (cause === refutedBy ? refuted : notSeen)(`${words}${isAlive}`);
}

function isLater(time: unknown): boolean {
  return typeof time === 'string' && Date.parse(time) > Date.now();
}

function stateOf(state: unknown): string {
  const known = videoStates.find((each) => each === state);
  return known === undefined ? 'a state that the contract does not know' : `state ${known}`;
}
