import { ApiError, type ApiErrorDetails } from './errors/ApiError.ts';
import { AuthenticationError } from './errors/AuthenticationError.ts';
import { NotFoundError } from './errors/NotFoundError.ts';
import { PermissionDeniedError } from './errors/PermissionDeniedError.ts';
import { RateLimitError } from './errors/RateLimitError.ts';
import { ServerError } from './errors/ServerError.ts';
import { type UnderstoodAnswer, UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
import type { MeetingVideo, PackagePage, VideoDeletion, VideoList } from './generated/openapi.ts';
import type { Scope } from './guard.ts';
import { type Effect, outcome } from './outcome.ts';
import { retryAfterMs } from './repeat.ts';

/** An answer with its body, and the call that it belongs to. */
export type Answer = {
  effect: Effect;
  earlierMayHaveLanded: boolean;
  apiKey: string;
  response: Response;
  body: unknown;
};

const errorByStatus: Record<number, { class: typeof ApiError; advice: string }> = {
  401: { class: AuthenticationError, advice: 'Check the API key, and that it belongs to this server.' },
  403: { class: PermissionDeniedError, advice: 'Ask for the permission, or use another API key.' },
  404: { class: NotFoundError, advice: 'Check the ids; what is gone already is not found either.' },
  429: { class: RateLimitError, advice: 'Wait before calling again.' },
};
const serverFailure = { class: ServerError, advice: 'The fault is not in what was asked.' };
const otherFailure = { class: ApiError, advice: 'Check what was asked for.' };

/**
 * Reads an answer as JSON.
 *
 * @throws {ApiError} (and its kinds) when the API answered with an error.
 * @throws {UnexpectedResponseError} when the answer is neither an error nor the JSON of a 200.
 */
export function jsonOf(answer: Answer): unknown {
  const { status } = answer.response;
  if (status >= 400 && status < 600) throw apiError(answer);
  if (status !== 200) throw unexpected(answer, `has the status ${status}, which is not documented`);
  if (typeof answer.body !== 'string' || answer.body === '') throw unexpected(answer, 'is empty');
  try {
    return JSON.parse(answer.body);
  } catch {
    throw unexpected(answer, 'is not JSON');
  }
}

/** Makes sure that an answer lists the videos of the package that was asked for. */
export function videoListOf(answer: Answer, packageId: string): VideoList {
  const list = jsonOf(answer);
  if (!isVideoList(list)) throw unexpected(answer, 'is not a list of videos', list);
  if (list.packageId !== packageId) throw unexpected(answer, 'is about another package', list);
  return list;
}

/** Makes sure that an answer confirms the deletion that was asked for, no more and no less. */
export function confirmedDeletion(answer: Answer, asked: Scope): VideoDeletion {
  const deletion = videoListOf(answer, asked.packageId);
  const alive = deletion.videos.find((video) => !isDeleted(video));
  if (alive) throw unexpected(answer, `says that a video is ${said(alive.state)}, not deleted`, deletion);
  const { meetingVideoId } = asked;
  if (meetingVideoId === undefined) return deletion;
  const [video, ...more] = deletion.videos;
  if (!video) throw unexpected(answer, 'names no deleted video', deletion);
  if (more.length > 0) throw unexpected(answer, 'names more videos than the one to delete', deletion);
  if (video.meetingVideoId !== meetingVideoId) throw unexpected(answer, 'names another video as deleted', deletion);
  return deletion;
}

/**
 * Tells whether a video is deleted: its state is `deleted`, in any case, or it has a `timeDeleted`. Nothing else counts.
 *
 * @param video A video as the API gives it.
 * @returns Whether it is deleted.
 * @example
 * ```ts
 * const left = videos.filter((video) => !isDeleted(video));
 * ```
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export function isDeleted({ state, timeDeleted }: MeetingVideo): boolean {
  const isStateDeleted = typeof state === 'string' && state.toLowerCase() === 'deleted';
  return isStateDeleted || (typeof timeDeleted === 'string' && timeDeleted !== '');
}

/** Makes sure that an answer is a page of packages. */
export function packagePageOf(answer: Answer): PackagePage {
  const page = jsonOf(answer);
  if (!isPackagePage(page)) throw unexpected(answer, 'is not a page of packages');
  return page;
}

function said(state: unknown): string {
  return typeof state === 'string' ? state : 'in no known state';
}

function isVideoList(value: unknown): value is VideoList {
  return isObject(value) && typeof value.packageId === 'string' && isListOf('meetingVideoId', value.videos);
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function apiError({ effect, earlierMayHaveLanded, apiKey, response, body }: Answer): ApiError {
  const { status, headers } = response;
  const { class: ErrorClass, advice } = errorByStatus[status] ?? (status >= 500 ? serverFailure : otherFailure);
  const told = isObject(body) ? body : {};
  const clean = (value: unknown) =>
    typeof value === 'string' && value !== '' ? value.replaceAll(apiKey, '***') : undefined;
  const details: ApiErrorDetails = {
    status,
    code: clean(told.error),
    apiMessage: clean(told.message),
    requestId: clean(headers.get('x-request-id') ?? headers.get('request-id') ?? headers.get('x-correlation-id')),
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
    mayHaveDeleted: effect !== 'read' && (status >= 500 || earlierMayHaveLanded),
  };
  const code = details.code === undefined ? '' : ` (${details.code})`;
  const words = details.apiMessage === undefined ? '.' : `: ${details.apiMessage.replace(/[^.!?]$/, '$&.')}`;
  const consequence = outcome(effect, details.mayHaveDeleted);
  return new ErrorClass(`The API answered ${status}${code}${words} ${consequence} ${advice}`, details);
}

function unexpected({ effect, response }: Answer, problem: string, list?: unknown): UnexpectedResponseError {
  const mayHaveDeleted = effect !== 'read';
  return new UnexpectedResponseError(`The answer ${problem}. ${outcome(effect, mayHaveDeleted)}`, {
    mayHaveDeleted,
    status: response.status,
    understood: understoodOf(list),
  });
}

// Only ids: the rest of an answer may hold links with access tokens.
function understoodOf(list: unknown): UnderstoodAnswer {
  if (!isVideoList(list)) return {};
  return { packageId: list.packageId, meetingVideoIds: list.videos.map(({ meetingVideoId }) => meetingVideoId) };
}
