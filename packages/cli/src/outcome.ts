import type { MeetingVideo } from 'iinked-sign';
import type { Terminal } from './terminal.ts';
import { factsOf } from './videoFacts.ts';

/** How a deletion ended, for a program. */
export type Outcome = {
  packageId: string;
  /** The videos that were deleted; in a dry run those that would be. */
  videos: MeetingVideo[];
  dryRun: boolean;
  /** Whether somebody else had deleted the video. */
  alreadyDeleted?: boolean;
};

/** Tells how a deletion ended: in words, or for a program as JSON. */
export function printOutcome(terminal: Terminal, json: boolean | undefined, outcome: Outcome, words: string): void {
  const { videos, ...facts } = outcome;
  terminal.print(json ? JSON.stringify({ ...facts, videos: videos.map(factsOf) }, null, 2) : words);
}
