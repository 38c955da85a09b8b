import { NotFoundError, type Videos } from 'iinked-sign';
import { defineCreate, defineInputFields } from 'zapier-platform-core';
import { inZapiersTerms } from '../errors.ts';
import { dryRunField, isDryRun, oneId, packageField, videoField } from '../input.ts';
import { type DeletionOutput, deletedOutput, deletedVideoSample, deletionFields, previewOutput } from '../output.ts';
import { connect, stepLimitMs } from '../transport.ts';
import { isLeft } from '../videos.ts';

/** Deletes one video, or tells whether it would. */
export const deleteVideo = defineCreate({
  key: 'delete_video',
  noun: 'Video',
  display: {
    label: 'Delete Video',
    description: 'Permanently deletes one recorded video of a package.',
  },
  operation: {
    inputFields: defineInputFields([
      {
        key: 'warning',
        type: 'copy',
        helpText:
          '**This cannot be undone**, and a test of this step deletes as well. Download the video first if it is still needed.',
      },
      packageField,
      videoField,
      dryRunField,
    ]),
    perform: (z, { authData, ...bundle }) =>
      inZapiersTerms(z, async () => {
        const video = {
          packageId: oneId('packageId', bundle.inputData.packageId),
          meetingVideoId: oneId('meetingVideoId', bundle.inputData.meetingVideoId),
        };
        const { videos } = connect(z, authData);
        return isDryRun(bundle) ? preview(videos, video) : carryOut(videos, video);
      }),
    outputFields: [...deletionFields, { key: 'alreadyDeleted', label: 'Already Deleted', type: 'boolean' }],
    sample: { ...deletedVideoSample, alreadyDeleted: false },
  },
});

type Target = { packageId: string; meetingVideoId: string };
type Output = DeletionOutput & { alreadyDeleted: boolean };

async function preview(videos: Videos, { packageId, meetingVideoId }: Target): Promise<Output> {
  const listed = await videos.list({ packageId });
  const meant = listed.videos.filter((video) => video.meetingVideoId === meetingVideoId);
  const left = previewOutput(meetingVideoId, { packageId, videos: meant.filter(isLeft) });
  return { ...left, alreadyDeleted: meant.length > 0 && !left.wouldDelete };
}

async function carryOut(videos: Videos, target: Target): Promise<Output> {
  const began = Date.now();
  try {
    return { ...deletedOutput(target.meetingVideoId, await videos.delete(target)), alreadyDeleted: false };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const timeoutMs = Math.max(1, began + stepLimitMs - Date.now());
    return settle(videos, target, error, timeoutMs);
  }
}

/**
 * Settles what a 404 means by the list of the package: a step that is replayed finds its video deleted already.
 *
 * @throws the 404 itself, when the package does not list the video as deleted.
 */
async function settle(
  videos: Videos,
  { packageId, meetingVideoId }: Target,
  notFound: NotFoundError,
  timeoutMs: number,
): Promise<Output> {
  const listed = await videos.list({ packageId }, { timeoutMs }).catch((error: unknown) => {
    throw error instanceof NotFoundError ? notFound : error;
  });
  const gone = listed.videos.filter((video) => video.meetingVideoId === meetingVideoId && !isLeft(video));
  if (gone.length === 0) throw notFound;
  const nothing = deletedOutput(meetingVideoId, { packageId, videos: [] });
  return { ...nothing, videos: gone, alreadyDeleted: true };
}
