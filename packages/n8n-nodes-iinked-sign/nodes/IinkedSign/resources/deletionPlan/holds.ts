import { type Hold, InvalidRequestError, type VideoIds } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import { choiceOf, given, isLeftEmpty, severalOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

const displayOptions = { show: { resource: ['deletionPlan'], operation: ['apply', 'create'] } };

const lists = {
  holdPackageIds: ['Hold Package IDs', 'Packages to keep'],
  holdMeetingVideoIds: ['Hold Video IDs', 'Videos to keep, each by its ID or as PACKAGE/VIDEO'],
  holdMatterNumbers: ['Hold Matter Numbers', 'Matters whose packages to keep'],
  holdClientNumbers: ['Hold Client Numbers', 'Clients whose packages to keep'],
  holdFolderIds: ['Hold Folder IDs', 'Folders whose packages to keep'],
  holdTeamIds: ['Hold Team IDs', 'Teams whose packages to keep'],
  holdMemberIds: ['Hold Member IDs', 'Members whose packages to keep'],
} as const satisfies Record<string, readonly [displayName: string, what: string]>;

/** The parameters of what must be kept, in Create and Apply. */
export const holdFields: INodeProperties[] = [
  ...Object.entries(lists).map(
    ([name, [displayName, what]]): INodeProperties => ({
      displayName,
      name,
      type: 'string',
      default: '',
      description: `${what}, separated by commas. An expression may give an array; one that gives nothing is rejected.`,
      displayOptions,
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
    displayOptions,
  },
];

/**
 * Reads what must be kept.
 *
 * @throws {InvalidRequestError} when a hold has no value: one that got lost must not delete.
 */
export function holdOf(input: OperationInput): Hold {
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
    unmatched: choiceOf('hold.unmatched', ['reject', 'report'], input, 'unmatchedHolds'),
  };
}

function pairOf(text: string): VideoIds {
  const [packageId = '', meetingVideoId = '', ...more] = text.split('/').map((each) => each.trim());
  if (packageId !== '' && meetingVideoId !== '' && more.length === 0) return { packageId, meetingVideoId };
  throw new InvalidRequestError('hold.meetingVideoIds', 'must have IDs of videos, or pairs such as PACKAGE/VIDEO');
}
