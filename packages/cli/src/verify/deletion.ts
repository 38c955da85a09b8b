import {
  type Client,
  ConditionNotMetError,
  IinkedSignError,
  type MeetingVideo,
  type Server,
  type VideoIds,
} from 'iinked-sign';
import { CommandError } from '../errors/CommandError.ts';
import { RefusedError } from '../errors/RefusedError.ts';
import { quoted } from '../shell.ts';
import type { Api } from './api.ts';
import type { DeletionEvidence } from './evidence.ts';
import { wordsOf } from './judgement.ts';
import { isGone, lossOf } from './loss.ts';
import { isOnThisMachine } from './named.ts';
import { isSeen, itemsOf, type Observed } from './observed.ts';
import { getPackage, listVideos } from './probes.ts';

/**
 * Looks the video up.
 *
 * @throws {CommandError} when it is not there to be deleted.
 * @throws {RefusedError} when an API on this machine does not say that it is the emulator.
 */
export async function lookUp(api: Api, server: Server, { packageId, meetingVideoId }: VideoIds): Promise<MeetingVideo> {
  const before = await api.send(listVideos(packageId));
  if (!isSeen(before, 200)) {
    throw new CommandError(`The videos of the package were not listed: ${wordsOf(before)}. Nothing was deleted.`);
  }
  if (isOnThisMachine(server) && !before.isEmulator) {
    throw new RefusedError(
      'The server on this machine does not say that it is the emulator, so real recordings may be behind it, as behind ' +
        'a forwarded port. Nothing was deleted.',
    );
  }
  const video = itemsOf(before, 'videos').find((each) => each.meetingVideoId === meetingVideoId);
  if (video && !isGone(video)) return { ...video, meetingVideoId };
  const problem = video ? 'is deleted already' : 'is not listed in its package';
  throw new CommandError(
    `Video ${meetingVideoId} ${problem}. Nothing was deleted. To see its videos: iinked-sign videos ${quoted(packageId)}`,
  );
}

/**
 * Deletes the video that was shown through the client, once, if it is still as it was shown; then once more, to see what a
 * second deletion gets, unless the first one did something else. What is found out is noted as soon as it is known.
 */
export async function deleteNamed(
  api: Api,
  client: Client,
  server: Server,
  { packageId, video }: { packageId: string; video: MeetingVideo },
  note: (evidence: DeletionEvidence) => void,
): Promise<void> {
  if (api.stopped()) return;
  const { meetingVideoId } = video;
  const target = { packageId, meetingVideoId };
  const details = await api.send(getPackage(packageId));
  const before = await api.send(listVideos(packageId));
  // The port may lead elsewhere by now.
  if (!isSeen(before, 200) || (isOnThisMachine(server) && !before.isEmulator) || api.stopped()) return;
  const evidence: DeletionEvidence = {
    ...target,
    video: { ...video },
    package: details,
    before,
    first: undefined,
    isConfirmed: false,
    mayHaveDeleted: false,
    unmet: undefined,
    after: [],
    second: undefined,
  };
  note(evidence);
  await attempt(() => client.videos.delete(target, { onlyIf: { unchanged: video } }));
  if (!evidence.first) return;
  await listAgain();
  const { others, named } = lossOf(evidence);
  if (!isSeen(evidence.first, 200) || named !== 'gone' || others > 0 || api.stopped()) return;
  evidence.second = (await sent(() => client.videos.delete(target))).response;
  await listAgain();

  async function attempt(call: () => Promise<unknown>): Promise<void> {
    const { response, error } = await sent(call);
    evidence.first = response;
    evidence.isConfirmed = response !== undefined && error === undefined;
    evidence.mayHaveDeleted = error === undefined || (error instanceof IinkedSignError && error.mayHaveDeleted);
    evidence.unmet = error instanceof ConditionNotMetError ? error.reason : undefined;
    if (error !== undefined && !(error instanceof IinkedSignError)) throw error;
  }

  /** Makes a call that deletes, and finds the response to its deletion among all that it sent. */
  async function sent(call: () => Promise<unknown>): Promise<{ response: Observed | undefined; error: unknown }> {
    const length = api.log.length;
    const error = await call().then(
      () => undefined,
      (problem: unknown) => problem,
    );
    return { response: api.log.slice(length).find(({ wants }) => wants === 'deletion')?.observed, error };
  }

  /** What became of the others must be known, whatever happened. */
  async function listAgain(): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const list = await api.send(listVideos(packageId), { always: true });
      if (isSeen(list, 200) || attempt === 3) {
        evidence.after.push(list);
        return;
      }
      await api.wait(1000);
    }
  }
}
