import { unitedHold } from '../../hold.ts';
import type { Reason } from '../../reasons.ts';
import type { AuditedVideo, DeletedVideo, DeletionReceipt, UnplannedVideo } from '../documents/receipt.ts';
import { attentionTo, type Block, type Shown, type Text } from './blocks.ts';
import { approvedBy, identityOf } from './outcome.ts';
import { entriesOf } from './plan.ts';
import { needsAttention, rulesInWords, unmatchedInWords } from './rules.ts';
import { type Columns, hashes, holdsThatTookEffect, type Tables, time, videoTable } from './videos.ts';
import { number, server, several, size, videosAre, why } from './words.ts';

/** Shows a receipt: what is not settled first. */
export function showReceipt(receipt: DeletionReceipt, tables: Tables): Shown {
  const { deleted, kept, overdue, missing, unplanned, totals, rules, hold, seal } = receipt;
  return {
    title: `Deletion receipt: ${number(totals.deleted)} of ${several(totals.planned, 'video')} deleted`,
    fingerprint: seal.slice(0, 12),
    blocks: [
      { text: says(receipt, tables) },
      ...attention(receipt),
      ...approvedBy(receipt.approvals, rules.approvalsNeeded, tables),
      ...rulesInWords(receipt, tables.zone),
      { heading: 'Totals' },
      {
        facts: [
          ['Planned', [several(totals.planned, 'video')]],
          ['Deleted', [`${several(totals.deleted, 'video')}, ${size(totals.deletedBytes)}`]],
          ['Kept for a reason', [several(totals.kept, 'video')]],
          ['Overdue', [several(totals.overdue, 'video')]],
          ['Missing', [several(totals.missing, 'video')]],
          ['Deleted or gone outside the plan', [several(totals.unplanned, 'video')]],
        ],
      },
      ...holdsThatTookEffect(kept, entriesOf(unitedHold(rules.hold, hold))),
      ...under('Overdue', 'overdue', overdue, tables),
      ...under('Missing', 'missing', missing, tables),
      ...outsideOfPlan(unplanned, tables),
      ...under('Kept for a reason', 'kept', kept, tables, { 'Why it is kept': why }),
      ...under('Deleted', 'deleted', deleted, tables, {
        'Deleted on': (video) => deletedOn(video, tables),
        ...hashes(deleted),
      }),
      { heading: 'What this receipt cannot show' },
      {
        text: [
          'It reports what the API says. The API does not say whether copies remain in backups or with others, who deleted a video, or what packages outside the plan hold.',
        ],
      },
      ...identityOf(receipt, tables),
    ],
  };
}

function says({ complete, settled, checkedAt, server: url }: DeletionReceipt, { zone }: Tables): Text {
  const state = complete
    ? 'Complete: every planned video is deleted, and nothing else was deleted'
    : settled
      ? 'Settled: every planned video is deleted or kept for a reason, and nothing is left to do'
      : 'Not settled: something is left to do or to find out';
  return [
    `${state}. This is what the API of `,
    ...server(url),
    ` said on ${zone.long(checkedAt)}. All times are in ${zone.name}. What is said of a video is as it was planned.`,
  ];
}

function attention({ kept, totals, unmatchedHolds }: DeletionReceipt): Block[] {
  const count = (reason: Reason) => kept.filter((video) => video.reason === reason).length;
  const [notArchived, unreadable, doubtful] = [count('notArchived'), count('unreadable'), count('doubtful')];
  const outside = several(totals.unplanned, 'video');
  return attentionTo([
    [totals.overdue > 0, [`${videosAre(totals.overdue)} alive without a reason. Apply the plan again.`]],
    [
      totals.missing > 0,
      [`${videosAre(totals.missing)} no longer listed, and no report confirms the deletion. Find out what happened.`],
    ],
    [
      totals.unplanned > 0,
      [`Deleted or gone outside the plan: ${outside} of the same packages. Find out what happened.`],
    ],
    [notArchived > 0, [`${videosAre(notArchived)} kept because no copy is proven to be archived.`]],
    [unreadable > 0, [`${videosAre(unreadable)} kept because the API does not let their packages be read.`]],
    [doubtful > 0, [`${videosAre(doubtful)} kept because the API contradicts itself about them.`]],
    ...unmatchedHolds.filter(needsAttention).map((hold) => [true, unmatchedInWords(hold)] as const),
  ]);
}

function under<Video extends AuditedVideo>(
  heading: string,
  field: string,
  videos: readonly Video[],
  tables: Tables,
  more?: Columns<Video>,
): Block[] {
  if (videos.length === 0) return [];
  const list = { name: `videos under "${heading}"`, field };
  return [{ heading: `${heading}: ${number(videos.length)}` }, ...videoTable(videos, list, tables, more)];
}

function deletedOn({ timeDeleted, confirmedBy }: DeletedVideo, { zone }: Tables): Text {
  const when = time(timeDeleted, zone.short, 'date unknown');
  return confirmedBy === undefined ? when : [...when, ', confirmed by a report; no longer listed'];
}

function outsideOfPlan(unplanned: readonly UnplannedVideo[], { zone, cut }: Tables): Block[] {
  if (unplanned.length === 0) return [];
  const heading = 'Deleted or gone outside the plan';
  const rows = cut(unplanned, `videos under "${heading}"`, 'unplanned').map(
    ({ packageName, packageId, meetingVideoId, timeDeleted, gone }): Text[] => [
      packageName === null ? ['no name'] : [{ name: packageName }],
      [{ id: packageId }],
      [{ id: meetingVideoId }],
      gone
        ? ['no longer listed, and the plan kept it']
        : ['deleted: ', ...time(timeDeleted, zone.short, 'date unknown')],
    ],
  );
  return [
    { heading: `${heading}: ${number(unplanned.length)}` },
    { columns: ['Package', 'Package ID', 'Video', 'What happened'], rows },
  ];
}
