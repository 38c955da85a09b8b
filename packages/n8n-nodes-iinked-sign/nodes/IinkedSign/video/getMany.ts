import { InvalidRequestError, type MeetingVideo } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { limitOf, manyFields } from '../limit.ts';
import { idOf } from '../locators.ts';
import type { Operation } from '../operation.ts';
import { callFields, callOptions } from '../options.ts';

const displayOptions = { show: { resource: ['video'], operation: ['getMany'] } };

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
        displayName: 'Older Than (Days)',
        name: 'olderThanDays',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 90,
        description: 'Only videos that were recorded more than so many days ago. One without a date is left out.',
      },
      {
        displayName: 'States',
        name: 'states',
        type: 'multiOptions',
        options: [
          { name: 'Archived', value: 'archived' },
          { name: 'Deleted', value: 'deleted' },
          { name: 'Failed', value: 'failed' },
          { name: 'Queued', value: 'queued' },
          { name: 'Started', value: 'started' },
          { name: 'Stopped', value: 'stopped' },
        ],
        default: ['archived'],
        description: 'Only videos in these states. A video is ready to be downloaded when it is archived.',
      },
    ],
    displayOptions,
  },
  {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions,
  },
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    default: {},
    options: callFields,
    displayOptions,
  },
];

/** Lists the videos of a package. */
export const getManyVideos: Operation = async (call) => {
  const { context, client, itemIndex } = call;
  const isMeant = filterOf(context.getNodeParameter('filters', itemIndex, {}));
  const limit = limitOf(call);
  const packageId = idOf(context, 'packageId', itemIndex);
  const { videos } = await client.videos.list({ packageId }, callOptions(call));
  const shaped = context.getNodeParameter('simplify', itemIndex) === false ? whole : simplified;
  const found = videos.filter(isMeant).slice(0, limit);
  return { items: found.map((video) => ({ packageId, ...shaped(video) })) };
};

const day = 24 * 60 * 60 * 1000;

// What is found is often deleted next: a filter that turned out empty must not find everything.
function filterOf(filters: IDataObject): (video: MeetingVideo) => boolean {
  const { olderThanDays, states } = filters;
  if ('olderThanDays' in filters && !(typeof olderThanDays === 'number' && olderThanDays >= 0)) {
    throw new InvalidRequestError('olderThanDays', 'must be a number of days, 0 or more');
  }
  if ('states' in filters && !(Array.isArray(states) && states.length > 0)) {
    throw new InvalidRequestError('states', 'must name at least one state');
  }
  const latest = typeof olderThanDays === 'number' ? Date.now() - olderThanDays * day : Number.POSITIVE_INFINITY;
  return ({ state, timeCreated }) => {
    const isInState = !Array.isArray(states) || states.some((each) => each === state);
    const isOld = latest === Number.POSITIVE_INFINITY || Date.parse(timeCreated ?? '') < latest;
    return isInState && isOld;
  };
}

function simplified({ meetingVideoId, ...video }: MeetingVideo): IDataObject {
  const { state = null, timeCreated = null, timeRetention = null, timeDeleted = null } = video;
  const { duration = null, size = null, url = null, timeUrlExpires = null } = video;
  return { meetingVideoId, state, timeCreated, timeRetention, timeDeleted, duration, size, url, timeUrlExpires };
}

function whole(video: MeetingVideo): IDataObject {
  return { ...video };
}
