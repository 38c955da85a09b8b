import {
  type Conditions,
  isDeleted,
  type MeetingVideo,
  needsPackage,
  type PackageDetails,
  readConditions,
  reasonToKeep,
} from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { filled } from '../../shared/fields.ts';
import { idOf } from '../../shared/locators.ts';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitHint, limitOf, manyFields } from '../../shared/returnAll.ts';
import { shapeOf } from '../../shared/simplify.ts';
import { includeLinksField, includesLinks, withoutLinks } from './includeLinks.ts';
import { conditionFilterFields, conditionsOf } from './onlyIf.ts';
import { includesDeleted, stateFilterFields, statesOf } from './states.ts';

/** The parameters of Get Many. */
export const getManyFields: INodeProperties[] = [
  ...manyFields('video'),
  ...stateFilterFields,
  ...conditionFilterFields,
  includeLinksField,
];

/** Lists the videos of a package. */
export const getManyVideos: Operation = async (input) => {
  const { context, client, itemIndex } = input;
  const packageId = idOf(context, 'packageId', itemIndex);
  // What is found is often deleted next: a condition that got lost is rejected before anything is sent.
  const conditions = readConditions({ ...statesOf(input), ...conditionsOf(input) });
  const isDeletedIncluded = includesDeleted(input);
  const limit = limitOf(input);
  const withLinks = includesLinks(input);
  const shape = shapeOf(input, simplified, whole);
  const options = callOptions(input);
  const { videos } = await client.videos.list({ packageId }, options);
  const details = needsPackage(conditions) ? { package: await client.packages.get({ packageId }, options) } : {};
  const found = videos.filter(filterOf({ packageId, ...details }, videos, conditions, isDeletedIncluded));
  return {
    items: found.slice(0, limit).map((video) => ({ packageId, ...shape(withLinks ? video : withoutLinks(video)) })),
    hints: limitHint('videos', limit, found.length),
  };
};

/** Chooses videos of a list by conditions of the client. */
function filterOf(
  of: { packageId: string; package?: PackageDetails },
  videos: readonly MeetingVideo[],
  conditions: Conditions,
  isDeletedIncluded: boolean,
): (video: MeetingVideo) => boolean {
  const { states, ...others } = conditions;
  const withDeleted = isDeletedIncluded || states?.includes('deleted') === true;
  // Without a condition, what the API says may be in doubt, and is listed all the same.
  const isAny = Object.keys(conditions).length === 0;
  const now = Date.now();
  const isFound = (video: MeetingVideo): boolean => {
    if (!isDeleted(video)) return isAny || !reasonToKeep({ ...of, video }, conditions, now);
    // The client keeps what is deleted, whatever its age. Here its age counts as if it were alive.
    const asAlive = { ...video, state: null, timeDeleted: null };
    return withDeleted && !reasonToKeep({ ...of, video: asAlive }, others, now);
  };
  if (isAny) return isFound;
  // A list may name a video twice: each entry must meet the conditions.
  const kept = new Set(videos.filter((video) => !isFound(video)).map(({ meetingVideoId }) => meetingVideoId));
  return ({ meetingVideoId }) => !kept.has(meetingVideoId);
}

function simplified(video: MeetingVideo): IDataObject {
  const { meetingVideoId, state, timeCreated, timeRetention, timeDeleted, duration, size, url, timeUrlExpires } = video;
  const fields = {
    meetingVideoId,
    state,
    timeCreated,
    timeRetention,
    timeDeleted,
    duration,
    size,
    url,
    timeUrlExpires,
  };
  return filled(fields);
}

function whole(video: MeetingVideo): IDataObject {
  return { ...video };
}
