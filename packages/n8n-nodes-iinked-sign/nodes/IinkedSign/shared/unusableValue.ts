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
  'limits.videos': "the parameter 'Max Videos'",
  apiKey: "'API Key' in the credential",
  server: "'Server' or 'Base URL' in the credential",
  itemsAtOnce: "the option 'Batching'",
  timeoutMs: "the option 'Timeout'",
  atOnce: "the option 'At Once'",
  stopAfterFailures: "the option 'Stop After Failures'",
  maxAgeHours: "the option 'Max Age (Hours)'",
  'limits.share': "the option 'Max Share'",
  onlyIf: "'Only If'",
  unchanged: "the condition 'Unchanged'",
  includeDeleted: "'Include Deleted'",
  allMembers: "'All Members'",
  olderThanDays: "'Older Than (Days)'",
  retentionOver: "'Retention Is Over'",
  states: "'States'",
  search: "'Search'",
  hold: "'Holds'",
  packageIds: "'Package IDs'",
  meetingVideoIds: "'Video IDs'",
};

/** Says which value was rejected and why, as the screen names it. */
export function unusableValue({ field, message }: InvalidRequestError): { message: string; advice: string } {
  const origin = origins[field] ?? field;
  const problem = message.startsWith(`${field} `) ? `it${message.slice(field.length)}` : message;
  return {
    message: `Unusable value in ${origin}: ${problem}`,
    advice: `Check ${origin}. An expression that finds nothing gives nothing.`,
  };
}
