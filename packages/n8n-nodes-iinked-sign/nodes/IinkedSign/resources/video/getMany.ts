import { InvalidRequestError, isDeleted, type MeetingVideo } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../shared/operation.ts';
import { callOptions } from '../../shared/options.ts';
import { limitOf, manyFields } from '../../shared/returnAll.ts';
import { idOf } from './locators.ts';
import { isSimplified } from './simplify.ts';

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
        displayName: 'Include Deleted',
        name: 'includeDeleted',
        type: 'boolean',
        default: true,
        description: 'Whether to also list videos that are deleted already',
      },
      {
        displayName: 'Older Than (Days)',
        name: 'olderThanDays',
        type: 'number',
        typeOptions: { minValue: 0 },
        default: 90,
        description: 'Only videos that were recorded more than this many days ago. Videos without a date are left out.',
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
        description:
          'Only videos in these states. Archived videos are ready to be downloaded. Without this filter, deleted videos are left out.',
      },
    ],
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
  const shape = isSimplified(call) ? simplified : whole;
  const found = videos.filter(isMeant).slice(0, limit);
  return { items: found.map((video) => ({ packageId, ...shape(video) })) };
};

type Rule = (video: MeetingVideo) => boolean;

const day = 24 * 60 * 60 * 1000;

// What is found is often deleted next, so an empty filter is rejected instead of finding everything.
function filterOf(filters: IDataObject): Rule {
  const isMeant = stateFilterOf(filters);
  const isOld = ageFilterOf(filters);
  return (video) => isMeant(video) && isOld(video);
}

/** A deleted video is left out unless its state is chosen, or deleted videos are included. */
function stateFilterOf(filters: IDataObject): Rule {
  const { states, includeDeleted } = filters;
  if ('states' in filters && !(Array.isArray(states) && states.length > 0)) {
    throw new InvalidRequestError('states', 'must name at least one state');
  }
  if ('includeDeleted' in filters && typeof includeDeleted !== 'boolean') {
    throw new InvalidRequestError('includeDeleted', 'must be true or false');
  }
  const isChosen = (wanted: unknown) => Array.isArray(states) && states.some((state) => state === wanted);
  return (video) =>
    isDeleted(video) ? includeDeleted === true || isChosen('deleted') : !('states' in filters) || isChosen(video.state);
}

function ageFilterOf(filters: IDataObject): Rule {
  const { olderThanDays } = filters;
  if ('olderThanDays' in filters && !(typeof olderThanDays === 'number' && olderThanDays >= 0)) {
    throw new InvalidRequestError('olderThanDays', 'must be a number of days, 0 or more');
  }
  if (typeof olderThanDays !== 'number') return () => true;
  const latest = Date.now() - olderThanDays * day;
  return ({ timeCreated }) => Date.parse(timeCreated ?? '') < latest;
}

function simplified({ meetingVideoId, ...video }: MeetingVideo): IDataObject {
  const { state = null, timeCreated = null, timeRetention = null, timeDeleted = null } = video;
  const { duration = null, size = null, url = null, timeUrlExpires = null } = video;
  return { meetingVideoId, state, timeCreated, timeRetention, timeDeleted, duration, size, url, timeUrlExpires };
}

function whole(video: MeetingVideo): IDataObject {
  return { ...video };
}
