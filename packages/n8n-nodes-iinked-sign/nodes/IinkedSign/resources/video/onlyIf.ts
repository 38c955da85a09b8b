import { type Conditions, InvalidRequestError, type MeetingVideo, type OnlyIf } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import { ageFields, ageOf } from '../../shared/age.ts';
import { given, isLeftEmpty, parsedJson, switchOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';
import { shownIn } from '../../shared/strays.ts';

const age = { olderThan: 'onlyIfOlderThan', unit: 'onlyIfUnit', countedFrom: 'onlyIfCountedFrom' };

const retentionOver: INodeProperties = {
  displayName: 'Only If Retention Is Over',
  name: 'onlyIfRetentionOver',
  type: 'boolean',
  default: false,
  description:
    'Whether to take only a video whose retention has ended, or that has none. The retention of its package counts as well.',
};

/** The conditions of Delete, which are checked right before the video is deleted. */
export const onlyIfFields: INodeProperties[] = [
  ...ageFieldsOf('delete'),
  {
    ...retentionOver,
    default: true,
    // As with Dry Run, the editor puts it back when somebody chooses another operation.
    options: [],
    displayOptions: shownIn('video', ['delete']),
  },
  {
    displayName: 'Only If Unchanged',
    name: 'onlyIfUnchanged',
    type: 'json',
    default: '',
    description:
      'The video as Get Many listed it, such as the whole input item. If date, retention, length or size differ now, it is kept. Empty: it may have changed.',
    displayOptions: { show: { resource: ['video'], operation: ['delete'] } },
  },
];

/** The conditions by which Get Many finds videos. */
export const conditionFilterFields: INodeProperties[] = [
  ...ageFieldsOf('getMany'),
  { ...retentionOver, displayOptions: { show: { resource: ['video'], operation: ['getMany'] } } },
];

function ageFieldsOf(operation: string): INodeProperties[] {
  const description = 'How old the video must be. Empty: its age does not matter.';
  return ageFields(age, { resource: ['video'], operation: [operation] }, { description });
}

/**
 * Reads the conditions that Delete and Get Many share. The client validates them.
 *
 * @throws {InvalidRequestError} when one got lost.
 */
export function conditionsOf(input: OperationInput): Conditions {
  const olderThan = ageOf(input, age);
  const retentionOver = switchOf('retentionOver', given(input, 'onlyIfRetentionOver'));
  return { ...(olderThan && { olderThan }), ...(retentionOver && { retentionOver }) };
}

/**
 * Reads the conditions of a deletion, if there are any.
 *
 * @throws {InvalidRequestError} when one got lost: it must not delete.
 */
export function onlyIfOf(input: OperationInput): { onlyIf?: OnlyIf } {
  const isAnyChange = isLeftEmpty(input, 'onlyIfUnchanged');
  const unchanged = isAnyChange ? {} : { unchanged: seenVideo(given(input, 'onlyIfUnchanged')) };
  const onlyIf = { ...conditionsOf(input), ...unchanged };
  return Object.keys(onlyIf).length > 0 ? { onlyIf } : {};
}

function seenVideo(value: unknown): MeetingVideo {
  const video = parsedJson('unchanged', value);
  if (isVideo(video)) return video;
  throw new InvalidRequestError('unchanged', 'must be the video as Get Many listed it');
}

function isVideo(value: unknown): value is MeetingVideo {
  return (
    typeof value === 'object' && value !== null && 'meetingVideoId' in value && typeof value.meetingVideoId === 'string'
  );
}
