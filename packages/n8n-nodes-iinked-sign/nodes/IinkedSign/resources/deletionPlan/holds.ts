import { type Hold, InvalidRequestError, type VideoIds } from 'iinked-sign';
import type { UnmatchedHold } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { choiceOf, given, isLeftEmpty, severalOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

const lists = {
  holdPackageIds: ['Hold Package IDs', 'Packages to keep'],
  holdMeetingVideoIds: ['Hold Video IDs', 'Videos to keep, each by its ID or as PACKAGE/VIDEO'],
  holdMatterNumbers: ['Hold Matter Numbers', 'Matters whose packages to keep'],
  holdClientNumbers: ['Hold Client Numbers', 'Clients whose packages to keep'],
  holdFolderIds: ['Hold Folder IDs', 'Folders whose packages to keep'],
  holdTeamIds: ['Hold Team IDs', 'Teams whose packages to keep'],
  holdMemberIds: ['Hold Member IDs', 'Members whose packages to keep'],
} as const satisfies Record<string, readonly [displayName: string, what: string]>;

/** The parameters of what must be kept. An audit rejects nothing, so it does not ask what to do about unmatched holds. */
export const holdFields: INodeProperties[] = [
  ...Object.entries(lists).map(
    ([name, [displayName, what]]): INodeProperties => ({
      displayName,
      name,
      type: 'string',
      default: '',
      description: `${what}, separated by commas. An expression may give an array; one that gives nothing is rejected.`,
      displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'audit', 'create'] } },
    }),
  ),
  {
    displayName: 'Unmatched Holds',
    name: 'unmatchedHolds',
    type: 'options',
    options: [
      { name: 'Reject', value: 'reject', description: 'Delete nothing, and say which hold matches nothing' },
      { name: 'Report', value: 'report', description: 'Go on, and name them in the output' },
    ],
    default: 'reject',
    description:
      'What to do when an ID on hold matches nothing, which may be a typo. Matter and client numbers that match nothing are always reported.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'create'] } },
  },
];

/**
 * Reads what must be kept, and what happens where some of it matches nothing.
 *
 * @throws {InvalidRequestError} when a hold has no value: one that got lost must not delete.
 */
export function holdOf(input: OperationInput): Hold {
  return { ...heldOf(input), unmatched: choiceOf('hold.unmatched', ['reject', 'report'], input, 'unmatchedHolds') };
}

/**
 * Reads what must be kept.
 *
 * @throws {InvalidRequestError} when a hold has no value.
 */
export function heldOf(input: OperationInput): Omit<Hold, 'unmatched'> {
  const listOf = (name: keyof typeof lists, field: keyof Hold): string[] =>
    isLeftEmpty(input, name) ? [] : severalOf(`hold.${field}`, given(input, name));
  const ofVideos = listOf('holdMeetingVideoIds', 'meetingVideoIds');
  return {
    packageIds: listOf('holdPackageIds', 'packageIds'),
    videos: ofVideos.filter((each) => each.includes('/')).map(pairOf),
    meetingVideoIds: ofVideos.filter((each) => !each.includes('/')),
    matterNumbers: listOf('holdMatterNumbers', 'matterNumbers'),
    clientNumbers: listOf('holdClientNumbers', 'clientNumbers'),
    folderIds: listOf('holdFolderIds', 'folderIds'),
    teamIds: listOf('holdTeamIds', 'teamIds'),
    memberIds: listOf('holdMemberIds', 'memberIds'),
  };
}

const mostNamed = 5;

/** Names what is on hold and matches nothing, beside the output. The client puts first what may be a typo. */
export function unmatchedHint(unmatched: readonly UnmatchedHold[]): string[] {
  if (unmatched.length === 0) return [];
  const named = unmatched.slice(0, mostNamed).map(({ value }) => nameOf(value));
  const more = unmatched.length > named.length ? ` and ${unmatched.length - named.length} more` : '';
  return [`On hold, but nothing matches: ${named.join(', ')}${more}. If one is a typo, it holds nothing.`];
}

function nameOf(value: UnmatchedHold['value']): string {
  return typeof value === 'string' ? value : `${value.packageId}/${value.meetingVideoId}`;
}

function pairOf(text: string): VideoIds {
  const [packageId = '', meetingVideoId = '', ...more] = text.split('/').map((each) => each.trim());
  if (packageId !== '' && meetingVideoId !== '' && more.length === 0) return { packageId, meetingVideoId };
  throw new InvalidRequestError('hold.meetingVideoIds', 'must have IDs of videos, or pairs such as PACKAGE/VIDEO');
}
