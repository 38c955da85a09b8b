/** How far something is. */
export type ProgressLine = {
  update(done: number, total: number, detail?: string): void;
  /** Ends it, so that what is written next begins on a line of its own. */
  end(): void;
};

const everyMs = 10_000;

/** Where progress goes. */
export type ProgressSink = { write: (text: string) => void; isTTY: boolean; now?: () => number };

/** Tells how far something is: on one line that changes at a terminal, elsewhere on a line every ten seconds. */
export function createProgress(
  label: string,
  { write, isTTY, now = () => performance.now() }: ProgressSink,
): ProgressLine {
  const began = now();
  let told = began;
  let isOpen = false;
  return {
    update(done, total, detail = '') {
      const moment = now();
      const text = `${label}: ${done} of ${total}${rateOf(done, total, moment - began)}${detail && `, ${detail}`}`;
      if (isTTY) {
        write(`\r\u001b[K${text}`);
        isOpen = true;
      } else if (moment - told >= everyMs) {
        told = moment;
        write(`${text}\n`);
      }
    },
    end() {
      if (isOpen) write('\r\u001b[K');
      isOpen = false;
    },
  };
}

function rateOf(done: number, total: number, elapsedMs: number): string {
  if (done === 0 || elapsedMs < 1000) return '';
  const perSecond = (done * 1000) / elapsedMs;
  const left = Math.ceil((total - done) / perSecond);
  return ` (${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s, ${durationOf(left)} left)`;
}

function durationOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
