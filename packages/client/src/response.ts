import { apiError } from './apiError.ts';
import { type UnderstoodResponse, UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import { outcome } from './outcome.ts';
import type { Redact } from './redact.ts';
import type {
  MeetingVideo,
  PackageDetails,
  PackagePage,
  VideoDeletion,
  VideoDeletionRequest,
  VideoList,
} from './schemas.ts';
import { instantOfHttp } from './time.ts';
import type { Received } from './transport.ts';
import { lifeOf } from './video.ts';

/**
 * Reads a response as JSON.
 *
 * @throws {ApiError} (and its kinds) when the API responded with an error.
 * @throws {UnexpectedResponseError} when the response is neither an error nor the JSON of a 200.
 */
export function jsonOf(received: Received): unknown {
  const { status, body } = received;
  if (status >= 400 && status < 600) throw apiError(received);
  if (status !== 200) throw unexpected(received, `has the status ${status}, which is not documented`);
  if (typeof body !== 'string' || body === '') throw unexpected(received, 'is empty');
  try {
    return JSON.parse(body);
  } catch {
    throw unexpected(received, 'is not JSON');
  }
}

/** Makes sure that a response lists the videos of the package that was asked for. */
export function videoListOf(received: Received, { packageId }: { packageId: string }): VideoList {
  const list = jsonOf(received);
  if (!isVideoList(list)) throw unexpected(received, 'is not a list of videos', list);
  if (list.packageId !== packageId) throw unexpected(received, anotherPackage(list.packageId, packageId), list);
  return list;
}

/** Makes sure that a response confirms the deletion that was asked for, no more and no less. */
export function confirmedDeletion(received: Received, asked: VideoDeletionRequest): VideoDeletion {
  const list = videoListOf(received, asked);
  const now = instantOfHttp(received.headers.get('date')) ?? received.now();
  for (const video of list.videos) {
    const life = lifeOf(video, now);
    const state = `its state: ${stateOf(video, received.redact)}`;
    if (life === 'alive') throw unexpected(received, `does not say that a video is deleted (${state})`, list);
    if (life === 'doubtful')
      throw unexpected(received, `contradicts itself about a video (${state}, with a time of deletion)`, list);
  }
  const deletion = { ...list, videos: eachOnce(list.videos) };
  const { meetingVideoId } = asked;
  const [video, ...more] = deletion.videos;
  if (!video) throw unexpected(received, 'names no deleted video', list);
  if (meetingVideoId === undefined) return deletion;
  if (more.length > 0) throw unexpected(received, 'names more videos than the one to delete', list);
  if (video.meetingVideoId !== meetingVideoId) {
    const problem = `names the video ${video.meetingVideoId} as deleted, and ${meetingVideoId} was asked for`;
    throw unexpected(received, problem, list);
  }
  return deletion;
}

/** Makes sure that a response is the package that was asked for. */
export function packageDetailsOf(received: Received, { packageId }: { packageId: string }): PackageDetails {
  const details = jsonOf(received);
  if (!isPackageDetails(details)) throw unexpected(received, 'is not a package');
  if (details.packageId !== packageId) throw unexpected(received, anotherPackage(details.packageId, packageId));
  return details;
}

/** Makes sure that a response is a page of packages. */
export function packagePageOf(received: Received): PackagePage {
  const page = jsonOf(received);
  if (!isPackagePage(page)) throw unexpected(received, 'is not a page of packages');
  return page;
}

/** Says that a response is not the one that was asked for. What it deleted, if anything, is unknown. */
export function unexpected(
  { effect, status, redact }: Pick<Received, 'effect' | 'status' | 'redact'>,
  problem: string,
  list?: unknown,
): UnexpectedResponseError {
  const mayHaveDeleted = effect !== 'read';
  const message = redact(`The response ${problem}. ${outcome(effect, mayHaveDeleted)}`);
  return new UnexpectedResponseError(message, { mayHaveDeleted, status, understood: understoodOf(list, redact) });
}

function anotherPackage(named: string, asked: string): string {
  return `is about the package ${named}, and ${asked} was asked for`;
}

// Only ids: the rest of a response may hold links with access tokens.
function understoodOf(list: unknown, redact: Redact): UnderstoodResponse {
  if (!isVideoList(list)) return {};
  const meetingVideoIds = list.videos.map(({ meetingVideoId }) => redact(meetingVideoId));
  return { packageId: redact(list.packageId), meetingVideoIds };
}

/** A video that is named twice counts once. */
export function eachOnce(videos: MeetingVideo[]): MeetingVideo[] {
  return [...new Map(videos.map((video) => [video.meetingVideoId, video])).values()];
}

// Cut off last, for the beginning of a key would not be known as one.
function stateOf({ state }: MeetingVideo, redact: Redact): string {
  const text: unknown = state;
  return typeof text === 'string' ? redact(text).slice(0, 40) : 'none';
}

function isVideoList(value: unknown): value is VideoList {
  return isObject(value) && typeof value.packageId === 'string' && isListOf('meetingVideoId', value.videos);
}

function isPackageDetails(value: unknown): value is PackageDetails {
  return isObject(value) && typeof value.packageId === 'string';
}

function isPackagePage(value: unknown): value is PackagePage {
  const numbers = ['total', 'take', 'skip'] satisfies (keyof PackagePage)[];
  return (
    isObject(value) && isListOf('packageId', value.items) && numbers.every((name) => typeof value[name] === 'number')
  );
}

function isListOf(id: 'meetingVideoId' | 'packageId', list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => isObject(item) && typeof item[id] === 'string' && item[id] !== '');
}

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
