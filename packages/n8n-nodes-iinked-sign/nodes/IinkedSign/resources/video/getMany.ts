import { type Conditions, isDeleted, type MeetingVideo, reasonToKeep } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { filled, switchOf } from '../../shared/fields.ts';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitHint, limitOf, manyFields } from '../../shared/returnAll.ts';
import { includeLinksField, includesLinks, withoutLinks } from './links.ts';
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
export const getManyVideos: Operation = async (call) => {
  const { context, client, itemIndex } = call;
  const packageId = idOf(context, 'packageId', itemIndex);
  const isMeant = filterOf(packageId, context.getNodeParameter('filters', itemIndex, {}));
  const limit = limitOf(call);
  const withLinks = includesLinks(call);
  const shape = isSimplified(call) ? simplified : whole;
  const { videos } = await client.videos.list({ packageId }, callOptions(call));
  const found = videos.filter(isMeant);
  return {
    items: found.slice(0, limit).map((video) => ({ packageId, ...shape(withLinks ? video : withoutLinks(video)) })),
    ...limitHint('videos', limit, found.length),
  };
};

type Rule = (video: MeetingVideo) => boolean;

/** Chooses videos by the conditions of the client. A deleted one is left out unless it is included, or its state chosen. */
function filterOf(packageId: string, filters: IDataObject): Rule {
  const { includeDeleted, ...conditions } = filters;
  const { states, ...ofTime }: Conditions = conditions;
  const withDeleted = 'includeDeleted' in filters && switchOf('includeDeleted', includeDeleted);
  const meets = (video: MeetingVideo, all: Conditions) => !reasonToKeep({ packageId, video }, all, Date.now());
  // The client keeps what is deleted, whatever its age. Here its age counts as if it were alive.
  const meetsOfTime = (video: MeetingVideo) => meets({ ...video, state: null, timeDeleted: null }, ofTime);
  // What is found is often deleted next: a condition that got lost is rejected before anything is sent.
  meets({ meetingVideoId: '' }, conditions);
  return (video) =>
    isDeleted(video)
      ? (withDeleted || states?.includes('deleted') === true) && meetsOfTime(video)
      : meets(video, conditions);
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
