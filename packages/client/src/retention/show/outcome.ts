import type { ApprovalRecord } from '../documents/approval.ts';
import type { OfPlan } from '../documents/report.ts';
import type { Block, Text } from './blocks.ts';
import { unproven } from './plan.ts';
import { type Tables, time } from './videos.ts';
import { server, several } from './words.ts';

/** Who approved the plan of a report or a receipt. */
export function approvedBy(approvals: readonly ApprovalRecord[], needed: number, { zone }: Tables): Block[] {
  const heading = { heading: 'Approved by' };
  if (approvals.length === 0) {
    return [
      heading,
      { text: [needed === 0 ? 'Nobody: the rules asked for no approval.' : 'No approval is part of this document.'] },
    ];
  }
  const rows = approvals.map(({ by, at, note, strike, seal }): Text[] => {
    const struck = strike.packageIds.length + strike.meetingVideoIds.length;
    return [
      [{ name: by }],
      time(at, zone.short, ''),
      note === null ? ['none'] : [{ name: note }],
      [struck === 0 ? 'nothing' : strikeInWords(strike)],
      [{ id: seal.slice(0, 12) }],
    ];
  });
  return [heading, { columns: ['Name', 'On', 'Note', 'Struck', 'Fingerprint'], rows }];
}

function strikeInWords({ packageIds, meetingVideoIds }: ApprovalRecord['strike']): string {
  const parts = [
    ...(packageIds.length > 0 ? [several(packageIds.length, 'package')] : []),
    ...(meetingVideoIds.length > 0 ? [several(meetingVideoIds.length, 'video')] : []),
  ];
  return parts.join(' and ');
}

/** Which document this is, and of which plan. */
export function identityOf(document: OfPlan & { seal: string; keyId: string }, { zone }: Tables): Block[] {
  return [
    { heading: 'Identity of this document' },
    {
      facts: [
        ['Fingerprint', [{ id: document.seal.slice(0, 12) }, ' (the beginning of the seal)']],
        ['Fingerprint of the plan', [{ id: document.planSeal.slice(0, 12) }]],
        ['Plan', [{ id: document.planId }]],
        ['Plan made', time(document.planCreatedAt, zone.long, '')],
        ['Server', server(document.server)],
        ['Key', [{ id: document.keyId }]],
      ],
    },
    { text: [unproven] },
  ];
}
