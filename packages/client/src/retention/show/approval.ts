import type { Approval } from '../documents/approval.ts';
import type { Block, Shown, Text } from './blocks.ts';
import { unproven } from './plan.ts';
import { type Tables, time } from './videos.ts';
import { several } from './words.ts';

/** Shows an approval or a rejection. */
export function showApproval(approval: Approval, { zone, cut }: Tables): Shown {
  const { by, at, decision, note, planId, planSeal, strike, seal, keyId } = approval;
  const isApproval = decision === 'approve';
  const struck = strike.packageIds.length + strike.meetingVideoIds.length;
  const name: Text = [{ name: by }];
  const lead = isApproval
    ? [
        ...name,
        ' approves the deletion plan ',
        { id: planSeal.slice(0, 12) },
        `. ${struck === 0 ? 'Nothing is struck from it.' : 'What is struck from it, below, is kept.'}`,
      ]
    : [
        ...name,
        ' rejects the deletion plan ',
        { id: planSeal.slice(0, 12) },
        '. It cannot be applied while this rejection is handed over.',
      ];
  return {
    title: `${isApproval ? 'Approval' : 'Rejection'} of a deletion plan`,
    fingerprint: seal.slice(0, 12),
    blocks: [
      { text: [...lead, ` All times are in ${zone.name}.`] },
      {
        facts: [
          ['Decision', [isApproval ? 'approved' : 'rejected']],
          ['By', name],
          ['On', time(at, zone.long, '')],
          ['Note', note === null ? ['none'] : [{ name: note }]],
          ['Plan', [{ id: planId }]],
          ['Fingerprint of the plan', [{ id: planSeal.slice(0, 12) }]],
        ],
      },
      ...struckFrom('packages', 'Package ID', strike.packageIds, cut),
      ...struckFrom('videos', 'Video', strike.meetingVideoIds, cut),
      { heading: 'Identity of this document' },
      {
        facts: [
          ['Fingerprint', [{ id: seal.slice(0, 12) }]],
          ['Key', [{ id: keyId }]],
        ],
      },
      {
        text: [
          'It records who said so. Whoever has the key can write one in any name, so it proves nothing against them.',
        ],
      },
      { text: [unproven] },
    ],
  };
}

function struckFrom(what: string, column: string, ids: readonly string[], cut: Tables['cut']): Block[] {
  if (ids.length === 0) return [];
  const field = what === 'packages' ? 'strike.packageIds' : 'strike.meetingVideoIds';
  const rows = cut(ids, `struck ${what}`, field).map((id) => [[{ id }]]);
  return [{ heading: `Struck: ${several(ids.length, what.slice(0, -1))}` }, { columns: [column], rows }];
}
