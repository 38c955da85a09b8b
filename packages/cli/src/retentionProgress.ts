import type { Progress } from 'iinked-sign/retention';
import type { Terminal } from './terminal.ts';

const things = { plan: 'packages', apply: 'videos', audit: 'packages' } as const;

/** Tells how far a plan, an apply or an audit is. */
export function tellProgress(
  terminal: Terminal,
  phase: Progress['phase'],
): { onProgress: (progress: Progress) => void; end: () => void } {
  const line = terminal.progress(`${phase}, ${things[phase]}`);
  return {
    onProgress({ done, total, deleted, failed, perSecond }) {
      const details = [
        ...(deleted > 0 ? [`${deleted} deleted`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(perSecond === 0 ? ['the server wants a pause'] : []),
      ];
      line.update(done, total, details.join(', '));
    },
    end: () => line.end(),
  };
}
