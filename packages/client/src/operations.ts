import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { fieldsOf, must } from './fields.ts';
import type { operations as contract, paths } from './generated/openapi.ts';
import { validId } from './ids.ts';
import { type Core, type CoreResult, type SendPrepared, sending } from './openapiFetch.ts';
import type { Effect } from './outcome.ts';
import { queryOf } from './query.ts';
import { confirmedDeletion, packageDetailsOf, packagePageOf, videoListOf } from './response.ts';
import type { VideoDeletionRequest } from './schemas.ts';
import type { Received } from './transport.ts';

/** The operations of the contract, by their `operationId`. */
export type OperationId = keyof contract;

/** What a call of an operation is made of: the package of its path, and its body. */
export type Arguments<Id extends OperationId> = Unread & PathOf<contract[Id]> & BodyOf<contract[Id]>;

/** What an operation gives when it ends well. */
export type Result<Id extends OperationId> = contract[Id] extends {
  responses: { 200: { content: { 'application/json': infer Json } } };
}
  ? Json
  : never;

type PathOf<Operation> = Operation extends { parameters: { path: infer Path } } ? Path : unknown;
type BodyOf<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : unknown;

/** What the client knows of an operation. None of it can be left out: what is not checked cannot be called. */
export type Operation<Id extends OperationId> = {
  method: 'GET' | 'POST';
  path: keyof paths;
  /**
   * Reads, once and into a plain copy, what a caller gave. Throws where it is not exactly what the operation allows. The
   * guard has it check the copy again before anything leaves.
   */
  read: (given: Unread) => Arguments<Id>;
  /** What such a call does to the videos, which decides whether it may be sent again. */
  effect: (call: Arguments<Id>) => Effect;
  /** Makes the request, through openapi-fetch. */
  request: (core: Core, call: Arguments<Id>, send: SendPrepared) => Promise<CoreResult>;
  /** Makes sure that the response is what was asked for. */
  confirm: (response: Received, call: Arguments<Id>) => Result<Id>;
};

/** The package of a path and the body of a call, not yet checked. */
export type Unread = { packageId?: unknown; body?: unknown };

/**
 * Everything that can be called: one entry for each operation of the contract. The guard, raw calls, retries and tests all
 * go by this table, and what is not in it never leaves.
 */
export const operations: { [Id in OperationId]: Operation<Id> } = {
  listPackages: {
    method: 'POST',
    path: '/packages/list',
    read: ({ packageId, body }) => {
      must(packageId === undefined, 'packageId', 'left out', packageId);
      return { body: queryOf(body) };
    },
    effect: () => 'read',
    request: (core, { body }, send) => core.POST('/packages/list', { body, ...sending(send) }),
    confirm: packagePageOf,
  },
  getPackage: {
    method: 'GET',
    path: '/packages/{packageId}',
    read: onlyPackageId,
    effect: () => 'read',
    request: (core, path, send) => core.GET('/packages/{packageId}', { params: { path }, ...sending(send) }),
    confirm: packageDetailsOf,
  },
  listVideos: {
    method: 'GET',
    path: '/packages/{packageId}/videos',
    read: onlyPackageId,
    effect: () => 'read',
    request: (core, path, send) => core.GET('/packages/{packageId}/videos', { params: { path }, ...sending(send) }),
    confirm: videoListOf,
  },
  deleteVideos: {
    method: 'POST',
    path: '/packages/{packageId}/videos/delete',
    read: ({ packageId: inPath, body: given }) => {
      const packageId = validId('packageId', inPath);
      const body = fieldsOf('the body of a deletion', given, deletionFields);
      if (validId('packageId', body.packageId) !== packageId) {
        throw new InvalidRequestError('packageId', 'differs between the path and the body');
      }
      // Left out, it means every video: what is there, be it undefined, must be the id of one.
      if (!('meetingVideoId' in body)) return { packageId, body: { packageId } };
      return { packageId, body: { packageId, meetingVideoId: validId('meetingVideoId', body.meetingVideoId) } };
    },
    effect: ({ body }) => (body.meetingVideoId === undefined ? 'deleteAll' : 'delete'),
    request: (core, { packageId, body }, send) =>
      core.POST('/packages/{packageId}/videos/delete', { params: { path: { packageId } }, body, ...sending(send) }),
    confirm: (response, { body }) => confirmedDeletion(response, body),
  },
};

const deletionFields = ['packageId', 'meetingVideoId'] as const satisfies (keyof VideoDeletionRequest)[];

function onlyPackageId({ packageId, body }: Unread): { packageId: string } {
  must(body === undefined, 'body', 'left out', body);
  return { packageId: validId('packageId', packageId) };
}
