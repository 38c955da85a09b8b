/**
 * The client of iinked Sign.
 *
 * @module iinked-sign
 */
export type { Age, OlderThan } from './age.ts';
export type { CallOptions } from './call.ts';
export {
  type Client,
  type ClientOptions,
  createClient,
  createClientOn,
  type SharedOptions,
  type SizeLimit,
} from './client.ts';
export {
  type Conditions,
  type Listed,
  needsPackage,
  type OnlyIf,
  type ReadConditions,
  readConditions,
  reasonToKeep,
} from './conditions.ts';
export type { DeleteAllPreview, DeleteAllResult, DeletePreview, DeleteResult } from './deletion.ts';
export { ApiError } from './errors/ApiError.ts';
export { AuthenticationError } from './errors/AuthenticationError.ts';
export { ConditionNotMetError, type ConditionReason, type VideoWithoutLinks } from './errors/ConditionNotMetError.ts';
export { ConnectionError } from './errors/ConnectionError.ts';
export { IinkedSignError } from './errors/IinkedSignError.ts';
export { InvalidRequestError } from './errors/InvalidRequestError.ts';
export { NotFoundError } from './errors/NotFoundError.ts';
export { PermissionDeniedError } from './errors/PermissionDeniedError.ts';
export { type PlanCounts, type PlanRefusal, PlanRefusedError } from './errors/PlanRefusedError.ts';
export { RateLimitError } from './errors/RateLimitError.ts';
export { ServerError } from './errors/ServerError.ts';
export { TimeoutError } from './errors/TimeoutError.ts';
export { type UnderstoodResponse, UnexpectedResponseError } from './errors/UnexpectedResponseError.ts';
export type { PackageFacts } from './facts.ts';
export type { components, operations, paths } from './generated/openapi.ts';
export type { HeldBy, Hold, HoldById, SealedHold } from './hold.ts';
export { type LinkProblem, linkProblem } from './links.ts';
export { meantBy } from './meantBy.ts';
export type { Packages } from './packages.ts';
export type { RawClient, RawInit, RawResponse } from './raw.ts';
export { type KeepReason, type Reason, reasons } from './reasons.ts';
export type {
  ErrorBody,
  KnownMeetingVideoState,
  KnownMeetingVideoType,
  KnownPackageState,
  KnownPackageType,
  MeetingVideo,
  Package,
  PackageDetails,
  PackagePage,
  PackageQuery,
  VideoDeletion,
  VideoDeletionRequest,
  VideoList,
} from './schemas.ts';
export { isBlankSearch } from './search.ts';
export { baseUrlOf, type Server, type ServerName, servers } from './servers.ts';
export type { Attempt, Limits } from './session.ts';
export type { Signal } from './signal.ts';
export { assertNoTypo, type NameKind } from './states.ts';
export { instantOf } from './time.ts';
export type { IncomingResponse, OutgoingRequest, Platform, Send } from './transport.ts';
export type { Fetch, FetchInit, FetchResponse } from './transports/fetch.ts';
export { isDeleted, type VideoIds } from './video.ts';
export type { DeleteOptions, DeletionOptions, PackageOnly, Videos } from './videos.ts';
export { lookOf, visibleText } from './visible.ts';
