import { type Hold, visibleText } from 'iinked-sign';
import { type ApplyReport, type Approval, applyPlan, type DeletionPlan, verifyDocument } from 'iinked-sign/retention';
import { clientFor, sealKeyOf } from '../connection.ts';
import { CommandError } from '../errors/CommandError.ts';
import { RefusedError } from '../errors/RefusedError.ts';
import { DONE, ERROR, type ExitCode, INCOMPLETE, KEY } from '../exitCodes.ts';
import { readArchive } from '../files/archive.ts';
import { explained } from '../files/explained.ts';
import { readInputs } from '../files/inputs.ts';
import { jsonOf, readApprovals, readPlan, writeReport } from '../files/run.ts';
import { withRun } from '../files/withRun.ts';
import { tellProgress } from '../retentionProgress.ts';
import { quoted, sameOptions } from '../shell.ts';
import { summaryOfPlan, summaryOfReport } from '../summary.ts';
import type { Terminal } from '../terminal.ts';
import { several } from '../words.ts';

export type ApplyOptions = {
  run: string;
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  dryRun?: boolean | undefined;
  maxAgeHours?: number | undefined;
  confirm?: string | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Deletes what the plan of a run says, once somebody has consented. */
export async function run(terminal: Terminal, options: ApplyOptions): Promise<ExitCode> {
  const { run: folder, dryRun = false } = options;
  const inputs = await readInputs(options);
  const { policy, hold } = inputs;
  const { stopAfterFailures } = policy;
  const maxAgeHours = options.maxAgeHours ?? policy.maxAgeHours;
  let isKeyRefused = false;
  const client = await clientFor(
    terminal,
    { server: options.server, policy },
    {
      onAttempt({ status }) {
        isKeyRefused ||= status === 401;
      },
    },
  );
  const sealKey = await sealKeyOf(terminal);
  return withRun(folder, dryRun ? 'apply --dry-run' : 'apply', async () => {
    const plan = await readPlan(folder);
    const approvals = await readApprovals(folder);
    const archive = await readArchive(folder);
    verifyDocument(sealKey === undefined ? client : { sealKey }, plan);
    if (plan.rules.requireArchive && !archive && !dryRun) throw withoutArchive(folder);
    if (!dryRun)
      await consent(terminal, plan, { approvals, hold, timeZone: policy.timeZone, confirm: options.confirm });
    const progress = tellProgress(terminal, 'apply');
    terminal.signal.addEventListener('abort', () => {
      progress.end();
      terminal.warn(stopping);
    });
    const report = await applyPlan(client, plan, {
      hold,
      dryRun,
      approvals,
      ...(archive && { archive }),
      ...(maxAgeHours !== undefined && { maxAgeHours }),
      ...(stopAfterFailures !== undefined && { stopAfterFailures }),
      ...(sealKey !== undefined && { sealKey }),
      signal: terminal.signal,
      onProgress: progress.onProgress,
    })
      .finally(progress.end)
      .catch((error: unknown) => {
        throw explained(error, inputs);
      });
    const code = await tell(terminal, report, options);
    return code === ERROR && isKeyRefused ? KEY : code;
  });
}

function withoutArchive(folder: string): CommandError {
  return new CommandError(
    'This plan deletes a video only if its copy is in an archive, and the run has none. ' +
      `First  iinked-sign archive ${quoted(folder)} --to FOLDER. Nothing was deleted.`,
  );
}

const stopping =
  'Stopping: nothing more begins, and what is under way ends first. Ctrl-C again ends at once, without a report.';

/**
 * Makes sure that a person wants this: at a terminal one types how many videos go, elsewhere people have approved the plan, or
 * its id is given again.
 *
 * @throws {RefusedError} when nobody consented.
 */
async function consent(
  terminal: Terminal,
  plan: DeletionPlan,
  {
    approvals,
    hold,
    timeZone = 'UTC',
    confirm,
  }: { approvals: readonly Approval[]; hold: Hold; timeZone?: string | undefined; confirm?: string | undefined },
): Promise<void> {
  const { totals, rules, id } = plan;
  if (confirm !== undefined && confirm !== id) {
    throw new RefusedError(`--confirm names another plan: this one is ${id}. Nothing was deleted.`);
  }
  if (!terminal.interactive) {
    if (rules.approvalsNeeded > 0 || confirm === id) return;
    throw new RefusedError(
      `Nobody can be asked here, and this plan asks for no approval. To consent, add --confirm ${id}. Nothing was deleted.`,
    );
  }
  const held = Object.values(hold).reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
  terminal.warn(summaryOfPlan(plan, timeZone));
  terminal.warn(`  approved    ${approvals.map(({ by }) => visibleText(by)).join(', ') || 'by nobody'}`);
  terminal.warn(`  on hold     what the plan holds, and ${several(held, 'hold')} of now\n`);
  if (totals.delete === 0) return;
  const typed = await terminal.ask(
    `This deletes up to ${several(totals.delete, 'video')} on ${plan.server}, for good. Type the number of videos to go on:`,
  );
  if (typed !== String(totals.delete)) {
    throw new RefusedError(`That is not the number of videos, ${totals.delete}. Nothing was deleted.`);
  }
}

async function tell(terminal: Terminal, report: ApplyReport, options: ApplyOptions): Promise<ExitCode> {
  const { run: folder, json = false } = options;
  let file: string | undefined;
  try {
    file = await writeReport(folder, report);
  } catch (error) {
    sayWithoutReport(terminal, report, error);
  }
  const isPrinted = json || file === undefined;
  terminal.print(isPrinted ? jsonOf(report).trimEnd() : summaryOfReport(report));
  if (file !== undefined) terminal.say(`\nWrote ${file}.`);
  terminal.say(`Next: ${nextOf(report, options)}`);
  return exitCodeOf(report, file !== undefined);
}

/** Says what was deleted, where the report that says so could not be written. */
function sayWithoutReport(terminal: Terminal, report: ApplyReport, error: unknown): void {
  terminal.warn(`THE REPORT WAS NOT WRITTEN. ${error instanceof Error ? error.message : error}`);
  const touched = report.videos.filter(({ outcome }) => outcome === 'deleted' || outcome === 'unknown');
  for (const { packageId, meetingVideoId, outcome } of touched) {
    terminal.warn(`  ${outcome}  ${visibleText(packageId)}/${visibleText(meetingVideoId)}`);
  }
  terminal.warn(summaryOfReport(report));
  terminal.warn('The report itself follows on the standard output: keep it, as report-N.json in the run.\n');
}

function nextOf({ dryRun, totals }: ApplyReport, options: ApplyOptions): string {
  const rest = `${quoted(options.run)}${sameOptions(options)}`;
  if (dryRun) return `iinked-sign apply ${rest}`;
  const isThrough = totals.failed + totals.unknown + totals.notStarted === 0;
  return isThrough
    ? `iinked-sign audit ${rest}`
    : `iinked-sign apply ${rest}   (the same plan again: it goes on where this run ended)`;
}

function exitCodeOf({ totals, dryRun }: ApplyReport, isWritten: boolean): ExitCode {
  const { deleted, unknown, failed, notStarted } = totals;
  const isThrough = failed + unknown + notStarted === 0;
  if (isThrough && isWritten) return DONE;
  return !dryRun && deleted + unknown > 0 ? INCOMPLETE : ERROR;
}
