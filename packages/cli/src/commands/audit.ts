import { join } from 'node:path';
import { auditPlan, type DeletionReceipt, formatDocument } from 'iinked-sign/retention';
import { clientFor, sealKeyOf } from '../connection.ts';
import { DONE, type ExitCode, UNSETTLED } from '../exitCodes.ts';
import { readArchive } from '../files/archive.ts';
import { explained } from '../files/explained.ts';
import { readInputs } from '../files/inputs.ts';
import { jsonOf, readApprovals, readPlan, readReports, receiptName } from '../files/run.ts';
import { withRun } from '../files/withRun.ts';
import { writeNew } from '../files/writeNew.ts';
import { tellProgress } from '../retentionProgress.ts';
import { quoted, sameOptions } from '../shell.ts';
import { summaryOfReceipt } from '../summary.ts';
import type { Terminal } from '../terminal.ts';

export type AuditOptions = {
  run: string;
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Sorts every planned video by what the API says of it now, and writes the receipt. It only reads. */
export async function run(terminal: Terminal, options: AuditOptions): Promise<ExitCode> {
  const { run: folder, json = false } = options;
  const inputs = await readInputs(options);
  const { policy, hold } = inputs;
  const client = await clientFor(terminal, { server: options.server, policy });
  const sealKey = await sealKeyOf(terminal);
  return withRun(folder, 'audit', async () => {
    const plan = await readPlan(folder);
    // A plan that was rejected can be audited, too: it says that nothing was deleted.
    const approvals = (await readApprovals(folder)).filter(({ decision }) => decision !== 'reject');
    const archive = await readArchive(folder);
    const progress = tellProgress(terminal, 'audit');
    const receipt = await auditPlan(client, plan, {
      hold,
      approvals,
      reports: await readReports(folder),
      ...(archive && { archive }),
      ...(sealKey !== undefined && { sealKey }),
      signal: terminal.signal,
      onProgress: progress.onProgress,
    })
      .finally(progress.end)
      .catch((error: unknown) => {
        throw explained(error, inputs);
      });
    const name = await receiptName(folder);
    const { timeZone } = policy;
    await writeNew(join(folder, `${name}.html`), formatDocument(receipt, { format: 'page', timeZone }));
    await writeNew(join(folder, `${name}.json`), jsonOf(receipt));
    terminal.print(json ? jsonOf(receipt).trimEnd() : summaryOfReceipt(receipt));
    terminal.say(`\nWrote ${name}.json and ${name}.html in ${folder}.`);
    terminal.say(`Next: ${nextOf(receipt, options, `${name}.html`)}`);
    return receipt.settled ? DONE : UNSETTLED;
  });
}

function nextOf({ settled, complete, totals }: DeletionReceipt, options: AuditOptions, page: string): string {
  if (totals.missing + totals.unplanned > 0) return `find out what happened: read ${join(options.run, page)}`;
  if (!settled) return `iinked-sign apply ${quoted(options.run)}${sameOptions(options)}`;
  return complete
    ? 'nothing. Keep the folder: it is the proof.'
    : 'nothing, as long as what is kept has a reason. Keep the folder.';
}
