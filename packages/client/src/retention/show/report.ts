import { unitedHold } from '../../hold.ts';
import type { ApplyReport, Outcome, VideoReport } from '../documents/report.ts';
import { attentionTo, type Block, type Shown, type Text } from './blocks.ts';
import { approvedBy, identityOf } from './outcome.ts';
import { entriesOf } from './plan.ts';
import { needsAttention, rulesInWords, unmatchedInWords } from './rules.ts';
import { type Columns, hashes, holdsThatTookEffect, type Tables, time, videoTable } from './videos.ts';
import { capitalized, number, server, several, size, videosAre, why } from './words.ts';

/** Shows the report of an apply: what needs attention first. */
export function showReport(report: ApplyReport, tables: Tables): Shown {
  const { videos, totals, dryRun, rules, hold, seal } = report;
  const deleted = videos.filter(({ outcome }) => gone.includes(outcome));
  const kept = videos.filter(({ outcome }) => !gone.includes(outcome));
  return {
    title: dryRun
      ? `Dry run: ${several(totals.wouldDelete, 'video')} would be deleted`
      : `Deletion report: ${number(totals.deleted)} of ${several(totals.planned, 'video')} deleted`,
    fingerprint: seal.slice(0, 12),
    blocks: [
      { text: says(report, tables) },
      ...attention(report),
      ...approvedBy(report.approvals, rules.approvalsNeeded, tables),
      ...rulesInWords(report, tables.zone),
      { heading: 'Totals' },
      { facts: [['Planned', [several(totals.planned, 'video')]], ...outcomesOf(report)] },
      ...holdsThatTookEffect(videos, entriesOf(unitedHold(rules.hold, hold))),
      ...under(dryRun ? 'Would be kept' : 'Not deleted', kept, tables, { 'What happened': happened }),
      ...under(dryRun ? 'Would be deleted' : 'Deleted', deleted, tables, {
        ...(dryRun ? {} : { 'Deleted on': (video) => deletedOn(video, tables) }),
        ...hashes(deleted),
      }),
      ...identityOf(report, tables),
    ],
  };
}

const gone: readonly Outcome[] = ['deleted', 'alreadyDeleted', 'wouldDelete'];

const outcomes: Record<Outcome, string> = {
  deleted: 'deleted in this run',
  alreadyDeleted: 'deleted before this run',
  wouldDelete: 'would be deleted',
  kept: 'kept',
  missing: 'no longer listed',
  failed: 'not deleted: failed',
  unknown: 'unknown: it may be deleted',
  notStarted: 'not started',
};

const outcomesInOrder: readonly Outcome[] = [
  'deleted',
  'alreadyDeleted',
  'wouldDelete',
  'kept',
  'missing',
  'failed',
  'unknown',
  'notStarted',
];

function outcomesOf({ totals }: ApplyReport): [string, Text][] {
  return outcomesInOrder
    .filter((outcome) => totals[outcome] > 0)
    .map((outcome) => {
      const bytes = outcome === 'deleted' ? `, ${size(totals.deletedBytes)}` : '';
      return [capitalized(outcomes[outcome]), [`${several(totals[outcome], 'video')}${bytes}`]];
    });
}

function says({ dryRun, startedAt, finishedAt, server: url }: ApplyReport, { zone }: Tables): Text {
  const when = `The run lasted from ${zone.long(startedAt)} to ${zone.long(finishedAt)}. All times are in ${zone.name}. What is said of a video is as it was planned.`;
  const what = dryRun
    ? 'Nothing was deleted: this is what an apply would have done'
    : 'This is what an apply of a deletion plan did';
  return [`${what} on `, ...server(url), `. ${when}`];
}

const stops = {
  aborted: 'The run was aborted before it was through. Apply the same plan again to go on.',
  failures: 'The run stopped after several failures in a row. Apply the same plan again to go on.',
  error: 'The run stopped at an error. Apply the same plan again to go on.',
};

function attention({ stopped, totals, unmatchedHolds }: ApplyReport): Block[] {
  return attentionTo([
    [stopped !== undefined, [stopped === undefined ? '' : stops[stopped]]],
    [
      totals.unknown > 0,
      [
        `${several(totals.unknown, 'video')} may be deleted: the outcome is unknown. Audit the plan, then apply it again.`,
      ],
    ],
    [totals.failed > 0, [`${several(totals.failed, 'video')} could not be deleted. Apply the plan again.`]],
    [totals.missing > 0, [`${videosAre(totals.missing)} no longer listed. Find out what happened.`]],
    ...unmatchedHolds.filter(needsAttention).map((hold) => [true, unmatchedInWords(hold)] as const),
  ]);
}

function happened(video: VideoReport): Text {
  const { outcome, reason, message, heldBy } = video;
  const because: Text = reason === undefined ? [] : [': ', ...why({ reason, ...(heldBy && { heldBy }) })];
  return [outcomes[outcome], ...because, ...(message === undefined ? [] : ['. ', { name: message }])];
}

function deletedOn({ outcome, timeDeleted }: VideoReport, { zone }: Tables): Text {
  const when = time(timeDeleted, zone.short, 'date unknown');
  return outcome === 'alreadyDeleted' ? [...when, ', before this run'] : when;
}

function under(heading: string, videos: readonly VideoReport[], tables: Tables, more: Columns<VideoReport>): Block[] {
  if (videos.length === 0) return [];
  const list = { name: `videos under "${heading}"`, field: 'videos' };
  return [{ heading: `${heading}: ${number(videos.length)}` }, ...videoTable(videos, list, tables, more)];
}
