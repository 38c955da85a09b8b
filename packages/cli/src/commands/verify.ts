import { createClient, type MeetingVideo, type Server, type VideoIds } from 'iinked-sign';
import { apiKeyOrAsk, serverOf } from '../connection.ts';
import { consent } from '../consent.ts';
import { CannotVerifyError } from '../errors/CannotVerifyError.ts';
import { DONE, ERROR, type ExitCode, INCOMPLETE, REFUSED } from '../exitCodes.ts';
import { newReport } from '../files/report.ts';
import { writeNew } from '../files/writeNew.ts';
import { problemOf } from '../problem.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { type Api, createApi, type Patience, type Stop } from '../verify/api.ts';
import { checkContact } from '../verify/contact.ts';
import { deleteNamed, lookUp } from '../verify/deletion.ts';
import { type Evidence, noEvidence } from '../verify/evidence.ts';
import { headlinesOf, isLossPossible, isUnseenFailure } from '../verify/findings.ts';
import { isOnThisMachine, namedVideo } from '../verify/named.ts';
import { readFirst, readRest } from '../verify/read.ts';
import { jsonOf, linesOf, reportOf } from '../verify/report.ts';
import { rowOf, videoHeader } from '../videoFacts.ts';

export type VerifyOptions = {
  /** `PACKAGE/VIDEO`: also deletes this one video. */
  delete?: string | undefined;
  confirm?: string | undefined;
  report?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Tries on the API what the contract assumes, and writes what it saw. Without `delete` it only reads. */
export async function run(
  terminal: Terminal,
  options: VerifyOptions,
  patience: Partial<Patience> = {},
): Promise<ExitCode> {
  const server = serverOf(terminal, options);
  const named = options.delete === undefined ? undefined : namedVideo(options.delete, server);
  // Where nobody can be asked, nothing is sent before there is consent.
  if (named && !terminal.interactive) await consentTo(terminal, named, options);
  const file = await newReport(terminal, options.report);
  const apiKey = await apiKeyOrAsk(terminal);
  const api = createApi(server, apiKey, terminal.signal, patience);
  const client = createClient({ apiKey, server, fetch: api.fetch, maxRetries: 0, timeoutMs: 90_000 });
  const evidence = noEvidence(api, named !== undefined);
  const problem = await gather();
  return tell(terminal, options, { file, evidence, problem, stopped: api.stopped() });

  /** Gathers evidence until something breaks, and says what did. What a person is refused for is thrown. */
  async function gather(): Promise<unknown> {
    let video: MeetingVideo | undefined;
    try {
      await readFirst(api, evidence);
      checkContact(evidence);
      video = named && (await agreedOn(terminal, api, server, named, options));
    } catch (error) {
      if (error instanceof CannotVerifyError) return error;
      throw error;
    }
    const progress = terminal.progress('verify');
    try {
      await readRest(api, evidence, (done, total) => progress.update(done, total));
      if (named && video) {
        await deleteNamed(api, client, server, { packageId: named.packageId, video }, (deletion) => {
          evidence.deletion = deletion;
        });
      }
      return undefined;
    } catch (error) {
      return error;
    } finally {
      progress.end();
    }
  }
}

/** Looks the video up, shows it, and asks. */
async function agreedOn(
  terminal: Terminal,
  api: Api,
  server: Server,
  named: VideoIds,
  options: VerifyOptions,
): Promise<MeetingVideo> {
  const video = await lookUp(api, server, named);
  const where = isOnThisMachine(server) ? `the emulator at ${server}` : server;
  terminal.say(`One video of package ${named.packageId}, on ${where}, under retention or not:\n`);
  terminal.say(`${tableOf(videoHeader, [rowOf(video)])}\n`);
  if (terminal.interactive) await consentTo(terminal, named, options);
  return video;
}

function consentTo(terminal: Terminal, { meetingVideoId }: VideoIds, { confirm }: VerifyOptions): Promise<void> {
  return consent(terminal, { what: 'the id of the video', expected: meetingVideoId, confirm });
}

const stops: Record<Stop, string> = {
  limited: 'It ended early: the server asked to wait for too long (429).',
  lost: 'It ended early: three requests in a row got no response.',
  interrupted: 'It ended early: it was interrupted.',
};

/** Why it ended early, in our own words: a message of somebody else's may hold anything. */
function endOf(problem: unknown, stopped: Stop | undefined): string | undefined {
  if (problem instanceof CannotVerifyError) return problem.message;
  if (problem !== undefined) return 'It ended early: the command failed.';
  return stopped && stops[stopped];
}

type Ended = { file: string; evidence: Evidence; problem: unknown; stopped: Stop | undefined };

/** Tells and writes what was seen, however it ended. Where nothing ever came back, there is nothing to write. */
async function tell(
  terminal: Terminal,
  { json }: VerifyOptions,
  { file, evidence, problem, stopped }: Ended,
): Promise<ExitCode> {
  const isLost = isLossPossible(evidence);
  if (evidence.log.some(({ observed }) => observed.status !== undefined)) {
    const ended = endOf(problem, stopped);
    terminal.print(json ? jsonOf(evidence, ended) : linesOf(evidence));
    if (isLost) for (const line of headlinesOf(evidence)) terminal.warn(line);
    if (ended !== undefined && problem === undefined) terminal.warn(ended);
    const isWritten = await writeNew(file, reportOf(evidence, new Date(), ended)).then(
      () => true,
      (error: unknown) => {
        problem ??= error;
        return false;
      },
    );
    const request = problem === undefined ? ' Please attach it to an issue: it holds no key, no link and no name.' : '';
    if (isWritten) terminal.say(`\nWrote ${file}.${request}`);
  }
  if (problem !== undefined) terminal.warn(problemOf(problem));
  return exitCodeOf(evidence, problem);
}

function exitCodeOf(evidence: Evidence, problem: unknown): ExitCode {
  const { deletion, isDeletionWanted } = evidence;
  if (isLossPossible(evidence) || (problem !== undefined && deletion?.isConfirmed)) return INCOMPLETE;
  if (problem !== undefined) return problem instanceof CannotVerifyError ? problem.exitCode : ERROR;
  if (!isDeletionWanted) return DONE;
  if (deletion?.first) return isUnseenFailure(deletion) ? ERROR : DONE;
  return deletion?.unmet === undefined ? ERROR : REFUSED;
}
