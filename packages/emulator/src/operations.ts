import type { Clock } from './clock.ts';
import { type OperationId, operationsOfContract } from './contract.ts';
import { type ApiResponse, errors } from './errors.ts';
import { sentence } from './explain.ts';
import type { Files } from './files.ts';
import type {
  MeetingVideo,
  PackageDetails,
  PackageQuery,
  VideoDeletion,
  VideoDeletionRequest,
  VideoList,
} from './generated/openapi.ts';
import { checkOf } from './schemas.ts';
import type { SeedPackage, State } from './state.ts';

/** Choices where the documentation is silent and a client may depend on the response. */
export type Assumptions = {
  /** What a second deletion of the same video gets: 404, or 200 with the deleted video. Default `notFound`. */
  deletedAgain?: 'notFound' | 'again' | undefined;
  /** What a `meetingVideoId` that is `null` or empty does. Default `refuse`; the real API may delete everything. */
  emptyVideoId?: 'refuse' | 'deleteAll' | undefined;
  /** Whether a video can be deleted before its `timeRetention`, or that of its package. Default `delete`. */
  underRetention?: 'delete' | 'refuse' | undefined;
  /** Whether a deleted video stays in the list of its package. Default `listed`. */
  deletedVideos?: 'listed' | 'hidden' | undefined;
  /** The status for a missing or wrong API key. Default 401. */
  wrongKeyStatus?: 401 | 403 | undefined;
  /**
   * The member to whom the API key belongs: packages of others are only listed with `allMembers` or their `memberId`.
   * Default: the key is the organization's, and all packages are listed.
   */
  memberId?: string | undefined;
};

/** A request to an operation: the package of its path, if it has one, its body, and the origin that it called. */
export type Call = { packageId: string | undefined; body: unknown; origin: string };

/** What the API does, for each operation of the contract. */
export type Operations = Record<OperationId, (call: Call) => ApiResponse>;

const packageQuery = bodyOf<PackageQuery>('listPackages');
const videoDeletion = bodyOf<VideoDeletionRequest>('deleteVideos');

/** Carries the operations of the contract out on a state. */
export function createOperations(state: State, files: Files, clock: Clock, assumptions: Assumptions): Operations {
  const { deletedAgain, emptyVideoId, underRetention, deletedVideos } = assumptions;

  function remove(from: SeedPackage, videos: MeetingVideo[]): ApiResponse {
    const now = clock.now().getTime();
    const isHeld = ({ timeRetention }: SeedPackage | MeetingVideo) => Date.parse(timeRetention ?? '') > now;
    if (underRetention === 'refuse' && (isHeld(from) || videos.some(isHeld))) return errors.underRetention;
    return deletion(from.packageId, state.remove(videos));
  }

  function linked({ packageId, videos }: SeedPackage, origin: string): MeetingVideo[] {
    const listed = deletedVideos === 'hidden' ? videos.filter(isLeft) : videos;
    return listed.map((video) => files.linked(packageId, video, origin));
  }

  return {
    listPackages({ body }) {
      if (!packageQuery.accepts(body)) return invalidBody(packageQuery);
      if (body.sortBy === undefined || body.sortBy === 'created') return { status: 200, body: state.list(body) };
      return errors.invalidField('package_invalid_sortBy', `sortBy must be "created", got "${body.sortBy}".`);
    },

    getPackage({ packageId = '', origin }) {
      const found = state.find(packageId);
      if (!found) return errors.packageNotFound;
      const { videos, ...details } = found;
      const body: PackageDetails = { ...details, meetings: [{ sessions: [{ videos: linked(found, origin) }] }] };
      return { status: 200, body };
    },

    listVideos({ packageId = '', origin }) {
      const found = state.find(packageId);
      if (!found) return errors.packageNotFound;
      const body: VideoList = { packageId, videos: linked(found, origin) };
      return { status: 200, body };
    },

    deleteVideos(call) {
      const body = emptyVideoId === 'deleteAll' ? withoutEmptyVideoId(call.body) : call.body;
      if (!videoDeletion.accepts(body)) return invalidBody(videoDeletion);
      const { packageId, meetingVideoId } = body;
      if (packageId !== (call.packageId ?? packageId)) {
        return errors.invalidField('package_invalid_packageId', 'packageId differs between the path and the body.');
      }
      const found = state.find(packageId);
      if (!found) return errors.packageNotFound;
      if (meetingVideoId === undefined) return remove(found, found.videos.filter(isLeft));
      const video = found.videos.find((each) => each.meetingVideoId === meetingVideoId);
      if (!video) return errors.videoNotFound;
      if (isLeft(video)) return remove(found, [video]);
      return deletedAgain === 'again' ? deletion(packageId, [video]) : errors.videoNotFound;
    },
  };
}

function bodyOf<Body>(operationId: OperationId) {
  const pointer = operationsOfContract.find((each) => each.operationId === operationId)?.pointer;
  return checkOf<Body>({ $ref: `contract#${pointer}/requestBody/content/application~1json/schema` });
}

function invalidBody({ problem }: typeof packageQuery | typeof videoDeletion): ApiResponse {
  return errors.invalid(sentence(problem(), 'The body'));
}

function withoutEmptyVideoId(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('meetingVideoId' in body)) return body;
  const { meetingVideoId, ...rest } = body;
  return meetingVideoId === null || meetingVideoId === '' ? rest : body;
}

function deletion(packageId: string, videos: MeetingVideo[]): ApiResponse {
  const body: VideoDeletion = { packageId, videos };
  return { status: 200, body };
}

function isLeft({ state }: MeetingVideo): boolean {
  return state !== 'deleted';
}
