/**
 * The client of iinked Sign.
 *
 * @module iinked-sign
 */
export { isDeleted } from './answer.ts';
export type { CallOptions, Limits } from './call.ts';
export { type Client, type ClientOptions, createClient, createClientOn, type RawClient } from './client.ts';
export { ApiError } from './errors/ApiError.ts';
export { AuthenticationError } from './errors/AuthenticationError.ts';
export { ConnectionError } from './errors/ConnectionError.ts';
export { IinkedSignError } from './errors/IinkedSignError.ts';
export { InvalidRequestError } from './errors/InvalidRequestError.ts';
export { NotFoundError } from './errors/NotFoundError.ts';
export { PermissionDeniedError } from './errors/PermissionDeniedError.ts';
export { RateLimitError } from './errors/RateLimitError.ts';
export { ServerError } from './errors/ServerError.ts';
export { TimeoutError } from './errors/TimeoutError.ts';
export { type UnderstoodAnswer, UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
export type * from './generated/openapi.ts';
export type { Packages } from './packages.ts';
export type { Platform } from './platform.ts';
export { baseUrlOf, type Server, type ServerName, servers } from './servers.ts';
export type {
  DeleteAllPreview,
  DeleteAllResult,
  DeletePreview,
  DeleteResult,
  Deletion,
  DeletionOptions,
  Videos,
} from './videos.ts';
