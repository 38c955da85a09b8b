import { InvalidRequestError } from 'iinked-sign';
import type { Archive, ArchivedVideo } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { given, isLeftEmpty, parsedJson } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The parameter Archive of Apply and Audit. */
export const archiveField: INodeProperties = {
  displayName: 'Archive',
  name: 'archive',
  type: 'json',
  default: '',
  placeholder: "e.g. ={{ $('Download').all().map((item) => item.json) }}",
  description:
    'The stored copies: an array with packageId, meetingVideoId, size and sha256 of each, as Download returns them. A video without a copy is kept. Empty: none is needed, unless the plan asks for it.',
  displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'audit'] } },
};

/**
 * Reads the list of copies, if somebody gives one. The client validates each.
 *
 * @throws {InvalidRequestError} when it got lost: what was not copied must not be deleted.
 */
export function archiveOf(input: OperationInput): { archive?: Archive } {
  if (isLeftEmpty(input, 'archive')) return {};
  const value = parsedJson('archive', given(input, 'archive'));
  const videos: unknown = Array.isArray(value) ? value : fieldOf(value, 'videos');
  if (Array.isArray(videos)) return { archive: { videos: videos.map(copyOf) } };
  throw new InvalidRequestError('archive', 'must be an array of copies');
}

// Download tells more of each.
function copyOf(value: unknown): ArchivedVideo {
  const copy = Object.fromEntries(
    ['packageId', 'meetingVideoId', 'size', 'sha256'].map((field) => [field, fieldOf(value, field)]),
  );
  if (isCopy(copy)) return copy;
  throw new InvalidRequestError('archive', 'must have packageId, meetingVideoId, size and sha256 of each copy');
}

function isCopy(copy: object): copy is ArchivedVideo {
  const { packageId, meetingVideoId, size, sha256 }: { [field in keyof ArchivedVideo]?: unknown } = copy;
  return typeof size === 'number' && [packageId, meetingVideoId, sha256].every((each) => typeof each === 'string');
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null && field in value ? Reflect.get(value, field) : undefined;
}
