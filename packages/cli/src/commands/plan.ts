import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlanRefusedError } from 'iinked-sign';
import { type DeletionPlan, formatDocument, type Preview, planDeletion } from 'iinked-sign/retention';
import { clientFor, sealKeyOf } from '../connection.ts';
import { DONE, type ExitCode, PLANNED } from '../exitCodes.ts';
import { explained } from '../files/explained.ts';
import { type Inputs, readInputs } from '../files/inputs.ts';
import { jsonOf, makeRun, planFile, previewName } from '../files/run.ts';
import { withRun } from '../files/withRun.ts';
import { writeNew } from '../files/writeNew.ts';
import { tellProgress } from '../retentionProgress.ts';
import { quoted, sameOptions } from '../shell.ts';
import { summaryOfPlan } from '../summary.ts';
import type { Terminal } from '../terminal.ts';
import { several } from '../words.ts';

export type PlanOptions = {
  out: string;
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  server?: string | undefined;
  detailedExitcode?: boolean | undefined;
  json?: boolean | undefined;
};

/** Makes a plan by the policy, in a folder of its own. It only reads. */
export async function run(terminal: Terminal, options: PlanOptions): Promise<ExitCode> {
  const { out, server, detailedExitcode = false, json = false } = options;
  const inputs = await readInputs(options);
  const { policy } = inputs;
  const client = await clientFor(terminal, { server, policy });
  const sealKey = await sealKeyOf(terminal);
  await makeRun(out);
  try {
    return await withRun(out, 'plan', async () => {
      const progress = tellProgress(terminal, 'plan');
      const limits = { signal: terminal.signal, onProgress: progress.onProgress, ...(sealKey && { sealKey }) };
      const plan = await planDeletion(client, { ...policy.rules, hold: inputs.hold }, limits)
        .finally(progress.end)
        .catch(async (error: unknown) => {
          await showPreview(terminal, error, options, inputs);
          throw explained(error, inputs);
        });
      await writePlan(out, plan, policy.timeZone);
      terminal.print(json ? jsonOf(plan).trimEnd() : summaryOfPlan(plan, policy.timeZone ?? 'UTC'));
      terminal.say(`\nWrote plan.json, plan.html and plan.csv in ${out}.`);
      terminal.say(`Next: ${nextOf(plan, options)}`);
      return detailedExitcode && plan.totals.delete > 0 ? PLANNED : DONE;
    });
  } catch (error) {
    // Only where nothing is in it.
    await rmdir(out).catch(() => undefined);
    throw error;
  }
}

// The plan comes last: a folder with a plan has all of it.
async function writePlan(out: string, plan: DeletionPlan, timeZone: string | undefined): Promise<void> {
  await writeNew(join(out, 'plan.html'), formatDocument(plan, { format: 'page', timeZone }));
  await writeNew(join(out, 'plan.csv'), formatDocument(plan, { format: 'csv', timeZone }));
  await writeNew(join(out, planFile), jsonOf(plan));
}

function nextOf({ rules, totals }: DeletionPlan, options: PlanOptions): string {
  const { out } = options;
  if (totals.delete === 0) return 'nothing. There is nothing to apply.';
  const page = `read ${join(out, 'plan.html')}, then`;
  const { approvalsNeeded, requireArchive } = rules;
  if (requireArchive) return `${page}  iinked-sign archive ${quoted(out)} --to FOLDER`;
  if (approvalsNeeded === 0) return `${page}  iinked-sign apply ${quoted(out)}${sameOptions(options)}`;
  return `${page}  iinked-sign approve ${quoted(out)} --by NAME   (by ${several(approvalsNeeded, 'person')})`;
}

async function showPreview(
  terminal: Terminal,
  error: unknown,
  { out }: PlanOptions,
  { policy: { timeZone } }: Inputs,
): Promise<void> {
  const preview: Preview | undefined = error instanceof PlanRefusedError ? error.preview : undefined;
  if (!preview) return;
  terminal.print(formatDocument(preview, { format: 'text', timeZone, maxRows: 10 }));
  const name = await previewName(out);
  await writeNew(join(out, `${name}.html`), formatDocument(preview, { format: 'page', timeZone }));
  await writeNew(join(out, `${name}.json`), jsonOf(preview));
  terminal.say(`What the plan would be stands in ${join(out, `${name}.html`)}, up to 1,000 videos of each list.\n`);
}
