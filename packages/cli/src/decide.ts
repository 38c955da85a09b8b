import { visibleText } from 'iinked-sign';
import { type Approval, approvePlan, type Decision } from 'iinked-sign/retention';
import { sealerFor } from './connection.ts';
import { CommandError } from './errors/CommandError.ts';
import { jsonOf, readApprovals, readPlan, writeApproval } from './files/run.ts';
import { withRun } from './files/withRun.ts';
import { quoted } from './shell.ts';
import type { Terminal } from './terminal.ts';
import { several } from './words.ts';

/** Who decides about a run, and where it is. */
type Deciding = { run: string; by: string; note?: string | undefined; json?: boolean | undefined };

/**
 * Writes the decision of a person about the plan of a run.
 *
 * @throws {CommandError} when there is no key to seal with.
 * @throws {PlanRefusedError} when the plan is not as it was sealed with this key.
 */
export function decide(
  terminal: Terminal,
  { run, by, note, json = false }: Deciding,
  decision: Pick<Decision, 'decision' | 'strike'>,
): Promise<void> {
  return withRun(run, decision.decision ?? 'approve', async () => {
    const plan = await readPlan(run);
    const sealer = await sealerFor(terminal, plan.server);
    if (!sealer) {
      throw new CommandError(
        'There is no key to seal with. Set IINKED_SIGN_SEAL_KEY to the seal key of the plan, or IINKED_SIGN_API_KEY ' +
          'to the key that it was made with. Nothing was written.',
      );
    }
    const approval = approvePlan(sealer, plan, { by, note, ...decision });
    const file = await writeApproval(run, approval);
    const all = await readApprovals(run);
    terminal.print(json ? jsonOf(approval).trimEnd() : summaryOf(approval, plan.totals.delete));
    terminal.say(`\nWrote ${file}.`);
    terminal.say(`Next: ${nextOf(all, plan.rules.approvalsNeeded, run)}`);
  });
}

function summaryOf({ by, decision, planId, planSeal, strike }: Approval, videos: number): string {
  const did = decision === 'reject' ? 'rejects' : 'approves';
  const struck = strike.meetingVideoIds.length;
  const but = struck === 0 ? '' : `, but not ${several(struck, 'video')} of them`;
  return `${visibleText(by)} ${did} plan ${planId} (fingerprint ${planSeal.slice(0, 12)}): ${several(videos, 'video')}${but}.`;
}

/** The next command of a run with these approvals, of which it needs so many. */
export function nextOf(approvals: readonly Approval[], needed: number, run: string): string {
  if (approvals.some(({ decision }) => decision === 'reject')) {
    return 'the plan is rejected and cannot be applied. Make a new one:  iinked-sign plan --out NEW_RUN';
  }
  // Whether two spellings are one person, the apply decides.
  const people = new Set(approvals.map(({ by }) => by)).size;
  if (people >= needed) return `iinked-sign apply ${quoted(run)}`;
  const more = needed - people === 1 ? 'one more person' : `${needed - people} more people`;
  return `iinked-sign approve ${quoted(run)} --by NAME   (by ${more})`;
}
