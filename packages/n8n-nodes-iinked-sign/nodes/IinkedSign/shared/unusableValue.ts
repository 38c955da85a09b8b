import type { InvalidRequestError } from 'iinked-sign';

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
  states: "'States'",
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
  allMembers: "'All Members'",
  search: "'Search'",
  types: "'Types'",
  folderId: "'Folder ID'",
  teamId: "'Team ID'",
  memberId: "'Member ID'",
  simplify: "the parameter 'Simplify'",
};

/** Says which value was rejected and why, as the screen names it. */
export function unusableValue({ field, message }: InvalidRequestError): { message: string; advice: string } {
  const [, list = field, place] = /^(.+?)\[(\d+)\]/.exec(field) ?? [];
  const origin = origins[list] ?? origins[list.replace(/\.\w+$/, '')] ?? `the parameter '${field}'`;
  const subject = place === undefined ? 'it' : `entry ${Number(place) + 1}`;
  const problem = message.startsWith(`${field} `) ? `${subject}${message.slice(field.length)}` : message;
  return {
    message: `Unusable value in ${origin}: ${problem}`,
    advice: `Check ${origin}. An expression that finds nothing gives nothing.`,
  };
}
