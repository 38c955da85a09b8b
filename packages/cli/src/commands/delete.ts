import { type Client, ConditionNotMetError, type MeetingVideo, type OnlyIf } from 'iinked-sign';
import { clientFor, serverOf } from '../connection.ts';
import { consent } from '../consent.ts';
import { CommandError } from '../errors/CommandError.ts';
import { RefusedError } from '../errors/RefusedError.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { printOutcome } from '../outcome.ts';
import { packageInWords, packageOf } from '../package.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { rowOf, videoHeader } from '../videoFacts.ts';

export type DeleteOptions = {
  packageId: string;
  meetingVideoId: string;
  dryRun?: boolean | undefined;
  underRetention?: boolean | undefined;
  confirm?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Deletes one video, if its retention is over, and if it is still as it was shown. */
export async function run(terminal: Terminal, options: DeleteOptions): Promise<ExitCode> {
  const { packageId, meetingVideoId, dryRun = false, underRetention = false, confirm, json } = options;
  const { signal } = terminal;
  const target = { packageId, meetingVideoId };
  const client = await clientFor(terminal, options);
  const video = await listed(client, target, signal);
  const videos = [video];
  const onlyIf: OnlyIf = underRetention ? { unchanged: video } : { retentionOver: true, unchanged: video };

  const preview = await client.videos.delete(target, { dryRun: true, onlyIf, signal });
  if (preview.alreadyDeleted) {
    const outcome = { packageId, videos: [], dryRun, alreadyDeleted: true };
    printOutcome(terminal, json, outcome, `Video ${meetingVideoId} was deleted before. Nothing was deleted now.`);
    return DONE;
  }
  if (preview.reason) throw refusal(preview.reason, video);
  await show(terminal, options, client, video);
  if (dryRun) {
    printOutcome(terminal, json, { packageId, videos, dryRun }, `Video ${meetingVideoId} would be deleted.`);
    return DONE;
  }
  await consent(terminal, { what: 'the id of the video', expected: meetingVideoId, confirm });

  const result = await client.videos.delete(target, { onlyIf, signal });
  const words = result.alreadyDeleted ? 'was deleted meanwhile, not by this command' : 'is deleted';
  printOutcome(terminal, json, { ...result, dryRun }, `Video ${meetingVideoId} ${words}.`);
  return DONE;
}

async function listed(
  client: Client,
  { packageId, meetingVideoId }: { packageId: string; meetingVideoId: string },
  signal: AbortSignal,
): Promise<MeetingVideo> {
  const { videos } = await client.videos.list({ packageId }, { signal });
  const video = videos.find((each) => each.meetingVideoId === meetingVideoId);
  if (video) return video;
  throw new CommandError(
    `Package ${packageId} lists no video ${meetingVideoId}. Nothing was deleted. To see its videos: iinked-sign videos ${packageId}`,
  );
}

async function show(terminal: Terminal, options: DeleteOptions, client: Client, video: MeetingVideo): Promise<void> {
  const { packageId, underRetention } = options;
  const details = await packageOf(client, packageId, terminal.signal);
  terminal.say(`One video of ${packageInWords(packageId, details)}, on ${serverOf(terminal, options)}:\n`);
  terminal.say(`${tableOf(videoHeader, [rowOf(video)])}\n`);
  if (underRetention) terminal.warn('With --under-retention it is deleted whether or not its retention is over.\n');
}

/** Why the video stays. What only its retention keeps, a person may delete all the same. */
function refusal(reason: ConditionNotMetError['reason'], video: MeetingVideo): Error {
  const error = new ConditionNotMetError(reason, video);
  if (reason !== 'underRetention') return error;
  return new RefusedError(`${error.message} To delete it all the same, add --under-retention.`);
}
