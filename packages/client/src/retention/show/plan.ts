import { holdFields, type SealedHold } from '../../hold.ts';
import type { KeepReason } from '../../reasons.ts';
import { instantOf } from '../../time.ts';
import type { DeletionPlan, DeletionPreview } from '../documents/plan.ts';
import { attentionTo, type Block, type Shown, type Text } from './blocks.ts';
import { limitsInWords, needsAttention, people, rulesInWords, unmatchedInWords } from './rules.ts';
import { holdsThatTookEffect, perPackage, type Tables, time, videoTable } from './videos.ts';
import { number, percent, server, several, size, sizeOfAll, videosAre, why } from './words.ts';
import type { Zone } from './zone.ts';

/** Shows a plan, or the preview of one, in the order in which whoever approves it needs to know things. */
export function showPlan(plan: DeletionPlan | DeletionPreview, tables: Tables): Shown {
  const { delete: planned, keep, rules, totals } = plan;
  const isPlan = 'seal' in plan;
  const fingerprint = isPlan ? plan.seal.slice(0, 12) : undefined;
  const toDelete = { name: 'videos to delete', field: 'delete', total: totals.delete };
  const toKeep = { name: 'videos to keep', field: 'keep', total: totals.keep - totals.keepUnlisted };
  return {
    title: `${isPlan ? 'Deletion plan' : 'Preview of a deletion plan'}: ${several(totals.delete, 'video')} to delete`,
    ...(fingerprint !== undefined && { fingerprint }),
    blocks: [
      { text: decides(plan, tables) },
      ...attention(plan),
      { heading: 'Approvals' },
      { text: [approvalsInWords(rules.approvalsNeeded)] },
      ...rulesInWords(plan, tables.zone),
      { heading: 'Totals' },
      { facts: totalsInWords(plan, tables) },
      ...('byYear' in plan ? yearsOf(plan) : []),
      ...(isWhole(plan) ? perPackage(planned, tables) : []),
      ...holdsThatTookEffect(keep, entriesOf(rules.hold)),
      { heading: `Videos to delete: ${number(totals.delete)}` },
      ...(totals.delete === 0 ? [{ text: ['None.'] }] : []),
      ...videoTable(planned, toDelete, tables),
      { heading: `Videos to keep: ${number(totals.keep)}` },
      ...(totals.keep === 0 ? [{ text: ['None.'] }] : []),
      ...unlisted(plan),
      ...videoTable(keep, toKeep, tables, { 'Why it is kept': why }),
      ...(isPlan ? identity(plan, tables) : []),
    ],
  };
}

/** How many entries a hold has. */
export function entriesOf(hold: SealedHold): number {
  return holdFields.reduce((sum, field) => sum + hold[field].length, 0);
}

function decides(plan: DeletionPlan | DeletionPreview, { zone }: Tables): Text {
  const { totals, createdAt } = plan;
  const where: Text = [' on ', ...server(plan.server)];
  const zoneOfTimes = `All times are in ${zone.name}.`;
  const made = `It was made on ${zone.long(createdAt) ?? createdAt}. ${zoneOfTimes}`;
  if (!('seal' in plan)) {
    return [
      `This is not a plan and deletes nothing: ${several(totals.delete, 'video')} meet the rules`,
      ...where,
      `, and the limit is ${limitsInWords(plan.rules.limits)}. ${made}`,
    ];
  }
  const what = `${several(totals.delete, 'video')} in ${several(totals.packagesPlanned, 'package')} (${sizeInWords(plan)})`;
  return [
    `Nothing has been deleted yet. Applying this plan deletes ${what}`,
    ...where,
    `, for good. Each video is judged again right before it is deleted. ${made}`,
  ];
}

function attention({ rules, keep, totals, unmatchedHolds, mayBeIncomplete }: DeletionPlan | DeletionPreview): Block[] {
  const { createdFrom } = rules.packages;
  const count = (reason: KeepReason) => keep.filter((video) => video.reason === reason).length;
  const [unreadable, doubtful] = [count('unreadable'), count('doubtful')];
  const earlier = several(totals.skippedEarlier, 'package');
  return attentionTo([
    [totals.packages === 0, ['No package was listed: none matches the rules, or none is old enough. Check the rules.']],
    [
      createdFrom !== undefined,
      [`Left to earlier plans by the rules: ${earlier} created before `, { id: createdFrom ?? '' }, '.'],
    ],
    [mayBeIncomplete, ['Packages went away while they were listed. Some may have been missed, and are kept.']],
    ...unmatchedHolds.filter(needsAttention).map((hold) => [true, unmatchedInWords(hold)] as const),
    [unreadable > 0, [`${videosAre(unreadable)} kept because the API does not let their packages be read.`]],
    [doubtful > 0, [`${videosAre(doubtful)} kept because the API contradicts itself about them.`]],
    [totals.packages > 0 && totals.delete === 0, ['Nothing is to be deleted.']],
  ]);
}

function approvalsInWords(needed: number): string {
  if (needed === 0) return 'The rules ask for no approval: whoever has the key can apply this plan.';
  return `This plan can be applied once ${people(needed)} approved it, and as long as nobody rejected it.`;
}

function totalsInWords(plan: DeletionPlan | DeletionPreview, { zone }: Tables): [string, Text][] {
  const { totals, rules } = plan;
  const all = totals.packages + totals.skipped;
  const share = all === 0 ? '' : `: ${percent(totals.packagesPlanned / all)}`;
  const { createdFrom } = rules.packages;
  const earlier: Text =
    createdFrom === undefined ? [] : [`, ${number(totals.skippedEarlier)} created before `, { id: createdFrom }];
  return [
    ['To delete', [`${several(totals.delete, 'video')}, ${sizeInWords(plan)}`]],
    ...recorded(plan, zone),
    ['To keep', [several(totals.keep, 'video')]],
    ['Already deleted', [several(totals.alreadyDeleted, 'video')]],
    ['Packages with videos to delete', [`${number(totals.packagesPlanned)} of ${number(all)}${share}`]],
    ['Packages listed', [number(totals.packages)]],
    ['Packages not listed', [`${number(totals.skipped - totals.skippedEarlier)} too young`, ...earlier]],
  ];
}

// A preview may lack some of the videos.
function isWhole({ delete: planned, totals }: DeletionPlan | DeletionPreview): boolean {
  return planned.length === totals.delete;
}

function sizeInWords(plan: DeletionPlan | DeletionPreview): string {
  return isWhole(plan) ? sizeOfAll(plan.delete) : `at least ${size(plan.totals.bytes)}`;
}

function recorded(plan: DeletionPlan | DeletionPreview, { short }: Zone): [string, Text][] {
  const instants = plan.delete.flatMap(({ timeCreated }) => instantOf(timeCreated) ?? []);
  if (instants.length === 0 || !isWhole(plan)) return [];
  const [first, last] = [Math.min, Math.max].map((best) => instants.reduce((one, other) => best(one, other)));
  const [from, to] = [first, last].map((instant) => short(new Date(instant ?? 0).toISOString()));
  return [['Recorded', [`${from} to ${to}`]]];
}

function yearsOf({ byYear }: DeletionPreview): Block[] {
  const rows = byYear.map(({ year, videos }): Text[] => [[String(year)], [number(videos)]]);
  return rows.length === 0 ? [] : [{ columns: ['Recorded in', 'Videos to delete'], rows }];
}

function unlisted({ totals }: DeletionPlan | DeletionPreview): Block[] {
  if (totals.keepUnlisted === 0) return [];
  const count = several(totals.keepUnlisted, 'video');
  return [{ text: [`Too young, in packages without a video to delete, and not listed one by one: ${count}.`] }];
}

function identity({ id, seal, keyId, createdAt }: DeletionPlan, { zone }: Tables): Block[] {
  return [
    { heading: 'Identity of this plan' },
    {
      facts: [
        [
          'Fingerprint',
          [{ id: seal.slice(0, 12) }, ' (the beginning of the seal; approvals, reports and receipts name it)'],
        ],
        ['Plan', [{ id }]],
        ['Made', time(createdAt, zone.long, '')],
        ['Key', [{ id: keyId }]],
      ],
    },
    { text: [unproven] },
  ];
}

/** What a page cannot prove. */
export const unproven =
  'This page shows a document and does not check its seal. Approve, apply, audit and verify do, by the document itself.';
