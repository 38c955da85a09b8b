import { type MeetingVideo, type PackageDetails, reasonToKeep } from 'iinked-sign';
import { clientFor, serverOf } from '../connection.ts';
import { consent } from '../consent.ts';
import { RefusedError } from '../errors/RefusedError.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { printOutcome } from '../outcome.ts';
import { packageInWords, packageOf, visibleNameOf } from '../package.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { rowOf, videoHeader } from '../videoFacts.ts';
import { several } from '../words.ts';

export type DeleteAllOptions = {
  packageId: string;
  dryRun?: boolean | undefined;
  confirm?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Deletes every video of a package, under retention or not, in one request. */
export async function run(terminal: Terminal, options: DeleteAllOptions): Promise<ExitCode> {
  const { packageId, dryRun = false, confirm, json } = options;
  const { signal } = terminal;
  const client = await clientFor(terminal, options);
  const details = await packageOf(client, packageId, signal);
  const { videos } = await client.videos.deleteAll({ packageId }, { dryRun: true, signal });
  if (videos.length === 0) {
    printOutcome(
      terminal,
      json,
      { packageId, videos, dryRun },
      'No video is left in this package. Nothing was deleted.',
    );
    return DONE;
  }
  terminal.say(
    `${several(videos.length, 'video')} of ${packageInWords(packageId, details)}, on ${serverOf(terminal, options)}:\n`,
  );
  terminal.say(`${tableOf(videoHeader, videos.map(rowOf))}\n`);
  terminal.warn(retentionInWords(packageId, details, videos));
  if (dryRun) {
    printOutcome(terminal, json, { packageId, videos, dryRun }, `${several(videos.length, 'video')} would be deleted.`);
    return DONE;
  }
  const name = visibleNameOf(details);
  const what = name === undefined ? 'the id of the package' : 'the name of the package';
  await consent(terminal, { what, expected: name ?? packageId, expectedOfProgram: packageId, confirm });

  const now = await client.videos.deleteAll({ packageId }, { dryRun: true, signal });
  if (idsOf(now.videos) !== idsOf(videos)) {
    throw new RefusedError('The videos of the package changed since they were shown. Nothing was deleted. Try again.');
  }
  const result = await client.videos.deleteAll({ packageId }, { signal });
  printOutcome(terminal, json, { ...result, dryRun }, `${several(result.videos.length, 'video')} deleted.`);
  return DONE;
}

/** How many are under retention: this command deletes them, too. */
function retentionInWords(packageId: string, details: PackageDetails | undefined, videos: MeetingVideo[]): string {
  const now = Date.now();
  const reasons = videos.map((video) =>
    reasonToKeep({ packageId, ...(details && { package: details }), video }, { retentionOver: true }, now),
  );
  const under = reasons.filter((reason) => reason === 'underRetention').length;
  const unknown = reasons.filter((reason) => reason !== undefined && reason !== 'underRetention').length;
  const untold = unknown === 0 ? '' : ` Of ${several(unknown, 'video')} it cannot be told.`;
  return `${under} of ${several(videos.length, 'video')} ${under === 1 ? 'is' : 'are'} under retention.${untold}\n`;
}

function idsOf(videos: readonly MeetingVideo[]): string {
  return JSON.stringify(videos.map(({ meetingVideoId }) => meetingVideoId).sort());
}
