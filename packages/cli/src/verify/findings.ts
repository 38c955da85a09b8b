import { assumptions } from './contract.ts';
import type { DeletionEvidence, Evidence } from './evidence.ts';
import type { Judgement } from './judgement.ts';
import { judgements } from './judgements.ts';
import { lossOf } from './loss.ts';

/** An assumption with what was found out about it. */
export type Finding = Judgement & { about: string; reason: string };

/** Judges every assumption of the contract by the evidence, that other videos are gone before all else. */
export function findingsOf(evidence: Evidence): Finding[] {
  const findings = assumptions.map(({ about, reason }) => {
    const judge = judgements[about];
    if (!judge) throw new Error(`There is no judgement for the assumption ${about}.`);
    return { about, reason, ...judge(evidence) };
  });
  if (!evidence.deletion || lossOf(evidence.deletion).others === 0) return findings;
  return findings.toSorted((a, b) => Number(b.about === 'deleteVideos') - Number(a.about === 'deleteVideos'));
}

/** What a person must know before any finding: what else is gone, and what became of the video that was named. */
export function headlinesOf(evidence: Evidence): string[] {
  const { deletion, isDeletionWanted } = evidence;
  if (!deletion?.first) {
    const why = deletion?.unmet === undefined ? '' : `: the client kept it (${deletion.unmet})`;
    return isDeletionWanted ? [`The video that was named was not deleted${why}.`] : [];
  }
  const { others, isSeen } = lossOf(deletion);
  const lines: string[] = [];
  if (others > 0) {
    const which = others === 1 ? '1 OTHER VIDEO' : `${others} OTHER VIDEOS`;
    const source = isSeen
      ? 'alive before it, deleted or not listed after it'
      : 'by the response: no list was seen after it';
    lines.push(`REFUTED: ${which} OF THE PACKAGE GONE AFTER THE DELETION OF ONE (${source}).`);
  }
  lines.push(whatBecameOf(deletion));
  if (!isSeen)
    lines.push('No list after the deletion was seen: whether other videos of the package are gone is not known.');
  return lines;
}

function whatBecameOf(deletion: DeletionEvidence): string {
  const { isConfirmed, mayHaveDeleted } = deletion;
  const { named } = lossOf(deletion);
  if (named === 'gone') return 'The video that was named was deleted.';
  if (named === 'alive') {
    return isConfirmed
      ? 'The API confirmed the deletion of the video that was named, and lists it as alive afterwards.'
      : 'The video that was named was not deleted.';
  }
  if (isConfirmed) return 'The API confirmed that the video that was named was deleted.';
  return mayHaveDeleted
    ? 'The video that was named may be deleted: look it up.'
    : 'The video that was named was not deleted, as far as the response tells.';
}

/** Whether a video is gone that should not be, or may be. */
export function isLossPossible({ deletion }: Evidence): boolean {
  if (!deletion?.first) return false;
  const { others, isSeen } = lossOf(deletion);
  return others > 0 || (!isSeen && (deletion.isConfirmed || deletion.mayHaveDeleted));
}

/** Whether a video was not deleted, for a reason that shows nothing about the API. */
export function isUnseenFailure(deletion: DeletionEvidence): boolean {
  return deletion.first?.kind !== 'seen' && lossOf(deletion).named === 'alive';
}
