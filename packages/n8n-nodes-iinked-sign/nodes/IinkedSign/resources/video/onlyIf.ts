import { InvalidRequestError, type MeetingVideo, type OnlyIf } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { parsedJson } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The condition Older Than (Days), wherever videos are chosen. */
export const olderThanOption: INodeProperties = {
  displayName: 'Older Than (Days)',
  name: 'olderThanDays',
  type: 'number',
  typeOptions: { minValue: 0 },
  default: 3650,
  description:
    'Only videos that were recorded more than this many days ago. A video without a date is never old enough.',
};

/** The condition Retention Is Over, wherever videos are chosen. */
export const retentionOption: INodeProperties = {
  displayName: 'Retention Is Over',
  name: 'retentionOver',
  type: 'boolean',
  default: true,
  description: 'Whether to take only videos whose retention has ended, or that have none',
};

/** The parameter Only If of Delete. */
export const onlyIfField: INodeProperties = {
  displayName: 'Only If',
  name: 'onlyIf',
  type: 'collection',
  placeholder: 'Add Condition',
  default: {},
  description:
    'Conditions that are checked just before the video is deleted. One that does not meet them is kept, and comes out with the reason.',
  options: [
    olderThanOption,
    retentionOption,
    {
      displayName: 'Unchanged',
      name: 'unchanged',
      type: 'json',
      default: '={{ $json }}',
      description: 'The video as Get Many listed it. If date, retention, length or size differ now, it is kept.',
    },
  ],
  displayOptions: { show: { resource: ['video'], operation: ['delete'] } },
};

/**
 * Reads the conditions of a deletion. The client validates them, and that a condition which got lost deletes nothing.
 *
 * @throws {InvalidRequestError} when they are not conditions.
 */
export function onlyIfOf({ context, itemIndex }: OperationInput): { onlyIf?: OnlyIf } {
  const given: unknown = context.getNodeParameter('onlyIf', itemIndex, {});
  if (!isObject(given)) throw new InvalidRequestError('onlyIf', 'must be conditions');
  // Added and left empty: no condition.
  if (Object.keys(given).length === 0) return {};
  const { unchanged, ...conditions } = given;
  return { onlyIf: { ...conditions, ...('unchanged' in given && { unchanged: seenVideo(unchanged) }) } };
}

function seenVideo(value: unknown): MeetingVideo {
  const video = parsedJson('unchanged', value);
  if (isObject(video) && typeof video.meetingVideoId === 'string') {
    return { ...video, meetingVideoId: video.meetingVideoId };
  }
  throw new InvalidRequestError('unchanged', 'must be the video as Get Many listed it');
}

function isObject(value: unknown): value is IDataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
