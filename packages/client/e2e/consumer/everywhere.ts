// What a program does with the package where the types of no platform are known.
import {
  ApiError,
  type Attempt,
  type Client,
  ConditionNotMetError,
  createClient,
  createClientOn,
  type DeletePreview,
  type DeleteResult,
  IinkedSignError,
  type MeetingVideo,
  type Send,
  type Signal,
} from 'iinked-sign';
import { applyPlan, auditPlan, formatDocument, PlanRefusedError, planDeletion } from 'iinked-sign/retention';

type Maybe<T> = T | undefined;

/** What may be left out of the options of a client may be undefined. */
export function clientsOf(send: Send, limit: Maybe<number>): Client[] {
  const apiKey = 'key';
  const onAttempt: Maybe<(attempt: Attempt) => void> = ({ operation, durationMs }) => [operation, durationMs];
  const limits = { timeoutMs: limit, totalTimeoutMs: limit, maxRetries: limit, onAttempt };
  const wait = async (milliseconds: number, signal: Signal): Promise<void> => {
    if (signal.aborted) throw new Error(`${milliseconds}`);
  };
  return [
    createClient({ apiKey, server: 'sandbox-us' }),
    createClient({ apiKey, server: 'https://sign.example.com/api/v1', ...limits, maxResponseBytes: limit }),
    createClient({ apiKey, server: 'us', fetch: undefined, onAttempt: undefined }),
    createClientOn({ send, wait }, { apiKey, server: 'eu', ...limits }),
    createClientOn({ send, wait, now: undefined, random: undefined }, { apiKey, server: 'ca' }),
  ];
}

/** What may be left out of a call may be undefined. */
export async function callsOf(client: Client, signal: Maybe<Signal>): Promise<unknown> {
  const options = { signal, timeoutMs: undefined, totalTimeoutMs: undefined, maxRetries: undefined };
  const [packageId, meetingVideoId] = ['p', 'v'];
  const { items } = await client.packages.list({ search: 'Lease*', take: undefined, isExecuted: null }, options);
  for await (const item of client.packages.listAll({ states: undefined }, options)) items.push(item);
  const { videos } = await client.videos.list({ packageId }, options);
  const [seen] = videos satisfies MeetingVideo[];
  const one: DeleteResult = await client.videos.delete({ packageId, meetingVideoId }, options);
  const preview: DeletePreview = await client.videos.delete(
    { packageId, meetingVideoId },
    { ...options, dryRun: true, onlyIf: { olderThan: { days: 1 }, ...(seen && { unchanged: seen }) } },
  );
  const all = await client.videos.deleteAll({ packageId }, options);
  const raw = await client.raw.POST('/packages/{packageId}/videos/delete', {
    params: { path: { packageId } },
    body: { packageId, meetingVideoId },
    signal,
  });
  return [items, one.alreadyDeleted, preview.dryRun, all.settledByList, raw.data?.videos, raw.response.status];
}

/** What may be left out of retention may be undefined. */
export async function tableOf(client: Client, signal: Maybe<Signal>): Promise<string> {
  const options = { atOnce: undefined, signal, timeoutMs: undefined, onProgress: undefined };
  const plan = await planDeletion(
    client,
    { packages: { states: ['executed'] }, olderThan: { years: 10 }, limits: { videos: 200, share: 0.5 } },
    options,
  );
  const report = await applyPlan(client, plan, { ...options, maxAgeHours: 24, stopAfterFailures: false });
  const { complete } = await auditPlan(client, plan, options);
  return `${report.totals.deleted} ${complete} ${formatDocument(plan, { format: 'markdown', maxRows: undefined })}`;
}

/** Each class of errors narrows. */
export function adviceOf(error: unknown): Maybe<string | number> {
  if (error instanceof PlanRefusedError || error instanceof ConditionNotMetError) return error.reason;
  if (error instanceof ApiError) return error.retryAfterMs ?? error.status;
  return error instanceof IinkedSignError ? `${error.mayHaveDeleted}` : undefined;
}
