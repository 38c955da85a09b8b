import { type Answer, errors } from './answers.ts';
import type { Files } from './files.ts';
import type {
  MeetingVideo,
  PackageQuery,
  VideoDeletion,
  VideoDeletionRequest,
  VideoList,
} from './generated/openapi.ts';
import type { State } from './state.ts';

/** Choices where the documentation is silent and a client may depend on the answer. */
export type Assumptions = {
  /** What a second deletion of the same video answers: 404, or the deleted video again. Default `notFound`. */
  deletedAgain?: 'notFound' | 'again' | undefined;
  /** What a `meetingVideoId` that is `null` or empty does. Default `refuse`; the real API may delete everything. */
  emptyVideoId?: 'refuse' | 'deleteAll' | undefined;
};

/** A request that the contract allows: the package of its path, if it has one, and its body. */
type Allowed<Body = unknown> = { packageId: string; body: Body };

/** What the API does, for each operation of the contract. */
export type Operations = {
  listPackages: (allowed: Allowed<PackageQuery>) => Answer;
  listVideos: (allowed: Allowed) => Answer;
  deleteVideos: (allowed: Allowed<VideoDeletionRequest>) => Answer;
};

/** Carries the operations of the contract out on a state. */
export function createOperations(state: State, files: Files, { deletedAgain = 'notFound' }: Assumptions): Operations {
  return {
    listPackages: ({ body }) => ({ status: 200, body: state.list(body) }),

    listVideos({ packageId }) {
      const found = state.find(packageId);
      if (!found) return errors.packageNotFound;
      const body: VideoList = { packageId, videos: found.videos.map(files.linked) };
      return { status: 200, body };
    },

    deleteVideos({ packageId, body: { meetingVideoId, ...body } }) {
      if (packageId !== body.packageId) return errors.invalid('packageId differs between path and body.');
      const found = state.find(packageId);
      if (!found) return errors.packageNotFound;
      if (meetingVideoId === undefined) return deletion(packageId, state.remove(found.videos.filter(isLeft)));
      const video = found.videos.find((each) => each.meetingVideoId === meetingVideoId);
      if (!video) return errors.videoNotFound;
      if (isLeft(video)) return deletion(packageId, state.remove([video]));
      return deletedAgain === 'again' ? deletion(packageId, [video]) : errors.videoNotFound;
    },
  };
}

function deletion(packageId: string, videos: MeetingVideo[]): Answer {
  const body: VideoDeletion = { packageId, videos };
  return { status: 200, body };
}

function isLeft(video: MeetingVideo): boolean {
  return video.state !== 'deleted';
}
