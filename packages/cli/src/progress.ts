import { visibleText } from 'iinked-sign';

/** How far something is. */
export type ProgressLine = {
  /** So many are done of a total, where that is known. */
  update(done: number, total?: number, detail?: string): void;
  /** Takes it off the screen. It stays until then. */
  end(): void;
};

/** Where progress goes: `columns` are those of a terminal, which elsewhere there are none of. */
export type ProgressSink = { write: (text: string) => void; columns: number | undefined };

const onTerminalMs = 500;
const elsewhereMs = 10_000;

/** What takes away what stands on the line of a terminal. */
export const clearLine = '\r\u001b[K';

/**
 * Tells how far something is: on one line that changes at a terminal, elsewhere on a line every ten seconds.
 *
 * @param inWords Says how many are meant, such as `4.4 MB`.
 */
export function createProgress(
  label: string,
  { write, columns }: ProgressSink,
  inWords: (count: number) => string = String,
): ProgressLine {
  const began = performance.now();
  let text = label;
  const tell = () => write(columns === undefined ? `${text}\n` : `${clearLine}${text.slice(0, columns - 1)}`);
  const timer = setInterval(tell, columns === undefined ? elsewhereMs : onTerminalMs).unref();
  return {
    update(done, total, detail) {
      const shown = visibleText(detail);
      const rate = rateOf(done, total, { elapsedMs: performance.now() - began, inWords });
      const of = total === undefined ? '' : ` of ${inWords(total)}${rate}`;
      text = `${label}: ${inWords(done)}${of}${shown && `, ${shown}`}`;
    },
    end() {
      clearInterval(timer);
      if (columns !== undefined) write(clearLine);
    },
  };
}

function rateOf(
  done: number,
  total: number | undefined,
  { elapsedMs, inWords }: { elapsedMs: number; inWords: (count: number) => string },
): string {
  if (total === undefined || done === 0 || done >= total || elapsedMs < 1000) return '';
  const perSecond = (done * 1000) / elapsedMs;
  const rounded = Number(perSecond.toFixed(perSecond < 10 ? 1 : 0));
  return ` (${inWords(rounded)}/s, ${timeIn((total - done) / perSecond)} left)`;
}

function timeIn(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
