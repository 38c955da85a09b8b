import type { components } from './generated/openapi.ts';

type Schemas = components['schemas'];

/**
 * A recorded video of a package. Only its id is always there.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export type MeetingVideo = Schemas['MeetingVideo'];

/** The video states that the documentation lists. A video may be in another one. */
export type KnownMeetingVideoState = Schemas['KnownMeetingVideoState'];

/** The kinds of videos that the documentation lists. A video may be of another one. */
export type KnownMeetingVideoType = Schemas['KnownMeetingVideoType'];

/**
 * The recorded videos of a package, deleted ones included.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/videos/list
 */
export type VideoList = Schemas['VideoList'];

/**
 * What the API receives of a deletion. Without `meetingVideoId` it deletes all videos of the package.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/videos/delete
 */
export type VideoDeletionRequest = Schemas['VideoDeletionRequest'];

/**
 * What the API says that it deleted.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/videos/delete
 */
export type VideoDeletion = Schemas['VideoDeletion'];

/**
 * A package of documents. Only its id is always there.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/packages/list
 */
export type Package = Schemas['Package'];

/**
 * A package as Get Package returns it. Only its id is always there. It may carry links to its videos, each with an access
 * token.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/packages/get
 */
export type PackageDetails = Schemas['PackageDetails'];

/** The package states that the documentation lists. A package may be in another one. */
export type KnownPackageState = Schemas['KnownPackageState'];

/** The package types that the documentation lists. A package may be of another one. */
export type KnownPackageType = Schemas['KnownPackageType'];

/**
 * Which packages to list. Every field is optional.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/packages/list
 */
export type PackageQuery = Schemas['PackageQuery'];

/**
 * One page of packages.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/api/packages/list
 */
export type PackagePage = Schemas['PackagePage'];

/**
 * How the API responds with an error.
 *
 * @interface
 * @see https://docs.iinkedsign.com/v4/guides/errors
 */
export type ErrorBody = Schemas['ErrorBody'];
