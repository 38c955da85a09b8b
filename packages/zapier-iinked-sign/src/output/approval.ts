import type { Approval } from 'iinked-sign/retention';
import { type OutputField, type OutputFields, outputFields } from './format.ts';
import { commonFields } from './shown.ts';

/** What Approve Deletion Plan gives to the next steps of a Zap. */
export type ApprovalOutput = {
  id: string;
  approval: string;
  planId: string;
  decision: string;
  by: string;
  note: string | null;
  at: string;
  message: string;
};

/** Puts an approval in the shape that Zapier wants. */
export function approvalOutput(approval: Approval): ApprovalOutput {
  const { seal, planId, decision, by, note, at, strike } = approval;
  const struck = strike.packageIds.length + strike.meetingVideoIds.length;
  const kept = struck === 0 ? '' : ` Struck, and so kept: ${struck}.`;
  const verb = decision === 'approve' ? 'approves' : 'rejects';
  const message = `${by} ${verb} this plan.${kept} Nothing was deleted.`;
  return { id: seal.slice(0, 12), approval: JSON.stringify(approval), planId, decision, by, note, at, message };
}

/** The output fields of Approve Deletion Plan, labelled. */
export const approvalOutputFields: OutputFields = outputFields({
  id: commonFields.id,
  message: commonFields.message,
  approval: { label: 'Approval', type: 'string' },
  planId: { label: 'Plan ID', type: 'string' },
  decision: { label: 'Decision', type: 'string' },
  by: { label: 'By', type: 'string' },
  note: { label: 'Note', type: 'string' },
  at: { label: 'Decided', type: 'datetime' },
} satisfies Record<keyof ApprovalOutput, OutputField>);

/** What the Zap editor shows before Approve Deletion Plan has run. */
export const approvalSample: ApprovalOutput = {
  id: '5f0c9a1b2d3e',
  approval: '{"format":"iinked-sign/approval/1"}',
  planId: '2c1f5f4e-8f0f-4b57-9d53-6d5d9d1b6a11',
  decision: 'approve',
  by: 'Jane Doe',
  note: 'LEGAL-123',
  at: '2026-12-01T09:30:00.000Z',
  message: 'Jane Doe approves this plan. Nothing was deleted.',
};
