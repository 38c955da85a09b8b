import { clientFor } from '../connection.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { factsOf, rowOf, videoHeader } from '../videoFacts.ts';
import { several } from '../words.ts';

export type VideosOptions = {
  packageId: string;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Lists the videos of a package. */
export async function run(terminal: Terminal, { packageId, server, json }: VideosOptions): Promise<ExitCode> {
  const client = await clientFor(terminal, { server });
  const { videos } = await client.videos.list({ packageId }, { signal: terminal.signal });
  terminal.print(json ? JSON.stringify(videos.map(factsOf), null, 2) : tableOf(videoHeader, videos.map(rowOf)));
  terminal.say(`${several(videos.length, 'video')}.`);
  return DONE;
}
