import { holdFields, type SealedHold } from '../../hold.ts';
import type { UnmatchedHold } from '../documents/holds.ts';
import type { PlannedRules } from '../rules.ts';
import type { Block, Text } from './blocks.ts';
import { ageInWords, enumerated, heldWords, holdEntry, listed, percent, several } from './words.ts';
import { type Zone, zoneOf } from './zone.ts';

/** The rules of a plan in words, and then the numbers on hold that match nothing. */
export function rulesInWords(
  { rules, cutoff, unmatchedHolds }: { rules: PlannedRules; cutoff: string; unmatchedHolds: readonly UnmatchedHold[] },
  zone: Zone,
): Block[] {
  const { packages, states, hold, limits, approvalsNeeded, requireArchive } = rules;
  const facts: [string, Text][] = [
    ['Packages', scopeInWords(packages)],
    ['Old enough', cutoffInWords(rules, cutoff, zone)],
    ['Videos in state', listed(states)],
    ['Retention', ['over, for the video and for its package']],
    ['On hold', [holdInNumbers(hold)]],
    ['Limit', [limitsInWords(limits)]],
    ['Approvals needed', [approvalsNeeded === 0 ? 'none' : `by ${people(approvalsNeeded)}`]],
    ['Archive', [requireArchive ? 'a video is deleted only if its copy is in the archive' : 'not required']],
  ];
  const others = unmatchedHolds.filter((each) => !needsAttention(each));
  if (others.length === 0) return [{ heading: 'Rules' }, { facts }];
  const entries = others.flatMap(
    ({ field, value }, place): Text => [place === 0 ? '' : ', ', ...holdEntry(field, value)],
  );
  const count = `${several(others.length, 'number')} on hold ${others.length === 1 ? 'matches' : 'match'} no package that was read: `;
  return [{ heading: 'Rules' }, { facts }, { text: [count, ...entries, '.'] }];
}

/** Whether a hold that matches nothing may be a mistake. A register has many numbers without recordings. */
export function needsAttention({ field, near }: UnmatchedHold): boolean {
  return near !== undefined || (field !== 'matterNumbers' && field !== 'clientNumbers');
}

/** A hold that matches nothing and may be a mistake. */
export function unmatchedInWords({ field, value, near }: UnmatchedHold): Text {
  const hold: Text = ['The hold on ', ...holdEntry(field, value), ' matches nothing'];
  return near === undefined ? [...hold, '.'] : [...hold, '. Is ', { id: near }, ' meant, which was read?'];
}

/** So many different people. */
export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} different people`;
}

/** The limits of a plan. */
export function limitsInWords({ videos, share }: PlannedRules['limits']): string {
  const most = `at most ${several(videos, 'video')}`;
  return share === undefined ? most : `${most}, in at most ${percent(share)} of the packages`;
}

function cutoffInWords({ olderThan }: Pick<PlannedRules, 'olderThan'>, cutoff: string, zone: Zone): Text {
  const what = olderThan.since === 'executed' ? 'recorded and executed' : 'recorded';
  const [utc, local] = [zoneOf('UTC').long(cutoff), zone.long(cutoff)];
  const elsewhere = zone.name === 'UTC' ? '' : ` (${local} in ${zone.name})`;
  return [`${what} before ${utc} UTC${elsewhere}: ${ageInWords(olderThan)}`];
}

const scopeWords: { [field: string]: string } = {
  packageIds: 'by ID',
  memberId: 'of member',
  teamId: 'of team',
  folderId: 'in folder',
  search: 'found by',
  types: 'of type',
  states: 'in state',
  days: 'days left to sign',
  createdFrom: 'created from',
};

function scopeInWords(scope: PlannedRules['packages']): Text {
  return Object.entries(scope).flatMap(([field, value], place): Text => {
    const separator = place === 0 ? '' : '; ';
    if (field === 'isExecuted') return [separator, value ? 'executed' : 'not executed'];
    if (field === 'allMembers') return [separator, value ? 'of all members' : 'not of all members'];
    return [`${separator}${scopeWords[field] ?? field} `, ...listed([value].flat().map(String))];
  });
}

function holdInNumbers(hold: SealedHold): string {
  const counts = new Map<string, number>();
  for (const field of holdFields) {
    const one = heldWords[field];
    counts.set(one, (counts.get(one) ?? 0) + hold[field].length);
  }
  const parts = [...counts].filter(([, count]) => count > 0);
  return enumerated(parts.map(([one, count]) => several(count, one))) || 'nothing';
}
