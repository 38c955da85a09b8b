import type { InvalidRequestError } from 'iinked-sign';

/** Where on the screen a value comes from that the client refuses. */
const origins: Record<string, string> = {
  packageId: "the parameter 'Package'",
  meetingVideoId: "the parameter 'Video'",
  dryRun: "the parameter 'Dry Run'",
  limit: "the parameter 'Limit'",
  apiKey: "'API Key' in the credential",
  server: "'Server' or 'Base URL' in the credential",
  itemsAtOnce: "the option 'Batching'",
  timeoutMs: "the option 'Timeout'",
  includeDeleted: "the filter 'Include Deleted'",
  olderThanDays: "the filter 'Older Than (Days)'",
  states: "the filter 'States'",
  search: "the filter 'Search'",
};

/** Says which value was refused and why, as the screen names it. */
export function refusalOf(error: InvalidRequestError): { message: string; advice: string } {
  const origin = origins[error.field] ?? error.field;
  return {
    message: `Unusable value in ${origin}: ${error.message}`,
    advice: `Check ${origin}. An expression that finds nothing gives nothing.`,
  };
}
