import type { InvalidRequestError } from 'iinked-sign';
import type { INodeParameters } from 'n8n-workflow';

/** Where on the screen a value comes from that is rejected. */
const origins: Record<string, string> = {
  packageId: "the parameter 'Package'",
  meetingVideoId: "the parameter 'Video'",
  dryRun: "the parameter 'Dry Run'",
  limit: "the parameter 'Limit'",
  includeLinks: "the parameter 'Include Links'",
  binaryPropertyName: "the parameter 'Put Output File in Field'",
  plan: "the parameter 'Plan'",
  packages: "the parameter 'Packages'",
  filters: "the parameter 'Packages' or 'Filters'",
  options: "the parameter 'Options'",
  createdFrom: "the parameter 'Created From'",
  olderThan: "the parameter 'Only If Older Than'",
  'olderThan.unit': "the parameter 'Unit'",
  'olderThan.since': "the parameter 'Counted From'",
  retentionOver: "the parameter 'Only If Retention Is Over'",
  unchanged: "the parameter 'Only If Unchanged'",
  states: "the parameter 'Video States'",
  'packages.states': "the filter 'Package States'",
  'packages.types': "the filter 'Types'",
  createdWithinDays: "the parameter 'Created in the Last (Days)'",
  event: "the parameter 'Event'",
  includeDeleted: "the parameter 'Include Deleted'",
  packagesBy: "the parameter 'Choose Packages'",
  'limits.videos': "the parameter 'Max Videos'",
  'limits.share': "the parameter 'Max Share'",
  maxAgeHours: "the parameter 'Max Age (Hours)'",
  'hold.packageIds': "the parameter 'Hold Package IDs'",
  'hold.videos': "the parameter 'Hold Video IDs'",
  'hold.meetingVideoIds': "the parameter 'Hold Video IDs'",
  'hold.matterNumbers': "the parameter 'Hold Matter Numbers'",
  'hold.clientNumbers': "the parameter 'Hold Client Numbers'",
  'hold.folderIds': "the parameter 'Hold Folder IDs'",
  'hold.teamIds': "the parameter 'Hold Team IDs'",
  'hold.memberIds': "the parameter 'Hold Member IDs'",
  'hold.unmatched': "the parameter 'Unmatched Holds'",
  approvalsNeeded: "the parameter 'Approvals Needed'",
  requireArchive: "the parameter 'Require Archive'",
  by: "the parameter 'By'",
  decision: "the parameter 'Decision'",
  note: "the parameter 'Note'",
  'strike.packageIds': "the parameter 'Strike Package IDs'",
  'strike.meetingVideoIds': "the parameter 'Strike Video IDs'",
  approvals: "the parameter 'Approvals'",
  reports: "the parameter 'Reports'",
  archive: "the parameter 'Archive'",
  output: "the parameter 'Output'",
  apiKey: "'API Key' in the credential",
  server: "'Server' or 'Base URL' in the credential",
  itemsAtOnce: "the option 'Batching'",
  timeoutMs: "the option 'Timeout'",
  atOnce: "the option 'At Once'",
  stopAfterFailures: "the option 'Stop After Failures'",
  allMembers: "the filter 'All Members'",
  search: "the filter 'Search'",
  folderId: "the filter 'Folder ID'",
  teamId: "the filter 'Team ID'",
  memberId: "the filter 'Member ID'",
  simplify: "the parameter 'Simplify'",
  fields: "the parameter 'Fields'",
};

/** The parameters that a value may come from, where they do not go by the name of the field. */
const parameters: Record<string, string[]> = {
  packages: ['packageIds', 'filters'],
  'packages.states': ['filters', 'states'],
  'packages.types': ['filters'],
  allMembers: ['filters'],
  search: ['filters'],
  folderId: ['filters'],
  teamId: ['filters'],
  memberId: ['filters'],
  olderThan: ['olderThan', 'onlyIfOlderThan'],
  'olderThan.unit': ['olderThanUnit', 'onlyIfUnit'],
  'olderThan.since': ['countedFrom', 'onlyIfCountedFrom'],
  retentionOver: ['onlyIfRetentionOver'],
  unchanged: ['onlyIfUnchanged'],
  'limits.videos': ['maxVideos'],
  'limits.share': ['maxShare'],
  'hold.packageIds': ['holdPackageIds'],
  'hold.videos': ['holdMeetingVideoIds'],
  'hold.meetingVideoIds': ['holdMeetingVideoIds'],
  'hold.matterNumbers': ['holdMatterNumbers'],
  'hold.clientNumbers': ['holdClientNumbers'],
  'hold.folderIds': ['holdFolderIds'],
  'hold.teamIds': ['holdTeamIds'],
  'hold.memberIds': ['holdMemberIds'],
  'hold.unmatched': ['unmatchedHolds'],
  'strike.packageIds': ['strikePackageIds'],
  'strike.meetingVideoIds': ['strikeMeetingVideoIds'],
  itemsAtOnce: ['options'],
  timeoutMs: ['options'],
  atOnce: ['options'],
  stopAfterFailures: ['options'],
};

/**
 * Says which value was rejected and why, as the screen names it.
 *
 * @param written The parameters as a person wrote them, which tell whether an expression gave the value.
 */
export function unusableValue(
  { field, message }: InvalidRequestError,
  written: INodeParameters = {},
): { message: string; advice: string } {
  const [, list = field, place] = /^(.+?)\[(\d+)\]/.exec(field) ?? [];
  const origin = origins[list] ?? origins[list.replace(/\.\w+$/, '')] ?? `the parameter '${field}'`;
  const subject = place === undefined ? 'it' : `entry ${Number(place) + 1}`;
  const problem = message.startsWith(`${field} `) ? `${subject}${message.slice(field.length)}` : message;
  const from = parameters[list] ?? [list.replace(/\..*$/, '')];
  const isExpression = from.some((name) => hasExpression(written[name]));
  const hint = isExpression ? ' If its expression finds nothing, there is no value.' : '';
  return { message: `Invalid value in ${origin}: ${problem}`, advice: `Check ${origin}.${hint}` };
}

/** Whether a value of a parameter is an expression, or has one in it. */
function hasExpression(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith('=');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
