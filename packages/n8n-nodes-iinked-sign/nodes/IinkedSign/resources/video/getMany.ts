import { isDeleted, type MeetingVideo, readConditions, reasonToKeep } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { filled, switchOf } from '../../shared/fields.ts';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitHint, limitOf, manyFields } from '../../shared/returnAll.ts';
import { includeLinksField, includesLinks, withoutLinks } from './includeLinks.ts';
import { idOf } from './locators.ts';
import { olderThanOption, retentionOption } from './onlyIf.ts';
import { isSimplified } from './simplify.ts';
import { statesOption } from './states.ts';

/** The parameters of Get Many. */
export const getManyFields: INodeProperties[] = [
  ...manyFields('video'),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    options: [
      {
        displayName: 'Include Deleted',
        name: 'includeDeleted',
        type: 'boolean',
        default: true,
        description: 'Whether to also list videos that are deleted already',
      },
      olderThanOption,
      retentionOption,
      statesOption,
    ],
    displayOptions: { show: { resource: ['video'], operation: ['getMany'] } },
  },
  includeLinksField,
];

/** Lists the videos of a package. */
export const getManyVideos: Operation = async (input) => {
  const { context, client, itemIndex } = input;
  const packageId = idOf(context, 'packageId', itemIndex);
  const isMeant = filterOf(packageId, context.getNodeParameter('filters', itemIndex, {}));
  const limit = limitOf(input);
  const withLinks = includesLinks(input);
  const shape = isSimplified(input) ? simplified : whole;
  const { videos } = await client.videos.list({ packageId }, callOptions(input));
  const found = videos.filter(isMeant);
  return {
    items: found.slice(0, limit).map((video) => ({ packageId, ...shape(withLinks ? video : withoutLinks(video)) })),
    ...limitHint('videos', limit, found.length),
  };
};

/** Chooses videos by the conditions of the client. A deleted one is left out unless it is included, or its state chosen. */
function filterOf(packageId: string, filters: IDataObject): (video: MeetingVideo) => boolean {
  const { includeDeleted, ...rest } = filters;
  // What is found is often deleted next: a condition that got lost is rejected before anything is sent.
  const conditions = readConditions(rest);
  const { states, ...ofTime } = conditions;
  const isIncluded = 'includeDeleted' in filters && switchOf('includeDeleted', includeDeleted);
  const withDeleted = isIncluded || states?.includes('deleted') === true;
  const now = Date.now();
  return (video) => {
    if (!isDeleted(video)) return !reasonToKeep({ packageId, video }, conditions, now);
    // The client keeps what is deleted, whatever its age. Here its age counts as if it were alive.
    const asAlive = { ...video, state: null, timeDeleted: null };
    return withDeleted && !reasonToKeep({ packageId, video: asAlive }, ofTime, now);
  };
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
