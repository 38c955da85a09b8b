import { PlanRefusedError } from '../../errors/PlanRefusedError.ts';
import { type Approval, approval } from './approval.ts';
import type { Reader } from './fields.ts';
import { assertAwaited, kindOf, names } from './formats.ts';
import { type DeletionPlan, type DeletionPreview, plan, preview } from './plan.ts';
import { type DeletionReceipt, receipt } from './receipt.ts';
import { type ApplyReport, report } from './report.ts';

/** Every document, by its kind. */
export type Documents = {
  plan: DeletionPlan;
  preview: DeletionPreview;
  approval: Approval;
  report: ApplyReport;
  receipt: DeletionReceipt;
};

const readers: { [Kind in keyof Documents]: Reader<Documents[Kind]> } = { plan, preview, approval, report, receipt };

/**
 * Reads a document as its JSON reads, into a copy with the fields in the order of their table.
 *
 * @throws {PlanRefusedError} with the reason `format` when it is not a document of this kind.
 */
export function documentOf<Kind extends keyof Documents>(kind: Kind, value: unknown): Documents[Kind] {
  assertAwaited(value);
  let json: unknown;
  try {
    json = JSON.parse(JSON.stringify(value) ?? 'null');
    return readers[kind]('the document', json);
  } catch (error) {
    const other = kindOf(json);
    const isOther = other !== undefined && other !== kind;
    const problem = isOther ? `It is another document: a ${names[other]}.` : problemOf(error);
    throw new PlanRefusedError('format', `This is not a ${names[kind]}, or not a whole one. ${problem}`);
  }
}

// The refusal says by itself that nothing was deleted.
function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(' Nothing was sent and nothing was deleted.', '');
}
