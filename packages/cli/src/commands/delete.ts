import { type Client, ConditionNotMetError, type MeetingVideo, type OnlyIf, type VideoIds } from 'iinked-sign';
import { clientFor, serverOf } from '../connection.ts';
import { consent } from '../consent.ts';
import { CommandError } from '../errors/CommandError.ts';
import { RefusedError } from '../errors/RefusedError.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { printOutcome } from '../outcome.ts';
import { packageInWords, packageOf } from '../package.ts';
import { quoted } from '../shell.ts';
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
  const { videos, alreadyDeleted } = await client.videos.delete(target, { dryRun: true, signal });
  if (alreadyDeleted) {
    const words = `Video ${meetingVideoId} was deleted before. Nothing was deleted now.`;
    printOutcome(terminal, json, { packageId, videos, dryRun, alreadyDeleted }, words);
    return DONE;
  }
  const [video] = videos;
  if (!video) throw notListed(target);
  const onlyIf: OnlyIf = underRetention ? { unchanged: video } : { retentionOver: true, unchanged: video };
  const { reason } = await client.videos.delete(target, { dryRun: true, onlyIf, signal });
  if (reason) throw refusal(reason, video);
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

function notListed({ packageId, meetingVideoId }: VideoIds): Error {
  const next = `To see its videos: iinked-sign videos ${quoted(packageId)}`;
  return new CommandError(`Package ${packageId} lists no video ${meetingVideoId}. Nothing was deleted. ${next}`);
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
