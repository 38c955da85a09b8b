import { servers } from 'iinked-sign';
import type { Evidence } from './evidence.ts';
import { type Finding, findingsOf, headlinesOf } from './findings.ts';
import { wordsOf } from './judgement.ts';
import { isOnThisMachine } from './named.ts';

const marks = { confirmed: '✔ confirmed', refuted: '✘ refuted  ', 'not seen': '· not seen ' };

/** What was found out, for a terminal: what a person must know, then a line for each finding. */
export function linesOf(evidence: Evidence): string {
  const findings = findingsOf(evidence);
  const headlines = headlinesOf(evidence);
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(({ about, result, observed }) =>
    `${marks[result]}  ${about.padEnd(width)}  ${observed}`.trimEnd(),
  );
  return [...headlines, ...(headlines.length > 0 ? [''] : []), ...lines, '', countsOf(findings)].join('\n');
}

/** What was found out, for a program. */
export function jsonOf(evidence: Evidence, ended: string | undefined): string {
  const findings = findingsOf(evidence).map(({ about, result, observed }) => ({ about, result, observed }));
  return JSON.stringify({ headlines: headlinesOf(evidence), ended: ended ?? null, findings }, null, 2);
}

/**
 * The report to attach to an issue. Of what the server sent it has statuses, and fields and codes that the contract knows.
 *
 * @param ended Why it ended early, in our own words.
 */
export function reportOf(evidence: Evidence, date: Date, ended: string | undefined): string {
  const findings = findingsOf(evidence);
  const [first, ...others] = headlinesOf(evidence);
  const about = `Server: ${serverInWords(evidence)}, ${date.toISOString().slice(0, 10)}.`;
  const title = first?.startsWith('REFUTED') ? [first] : ['First contact with the API', ...(first ? [first] : [])];
  return [
    `# ${title.join('\n\n')}`,
    ...others,
    ...(ended === undefined ? [] : [ended]),
    `${about} ${countsOf(findings)}`,
    tableOf(
      ['about', 'result', 'observed', 'what is assumed'],
      findings.map(({ about, result, observed, reason }) => [`\`${about}\``, result, observed, reason]),
    ),
    '## What was sent',
    tableOf(['request', 'what came of it', 'times'], sentIn(evidence)),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function countsOf(findings: readonly Finding[]): string {
  const count = (result: Finding['result']) => findings.filter((each) => each.result === result).length;
  return `${count('confirmed')} confirmed, ${count('refuted')} refuted, ${count('not seen')} not seen.`;
}

/** Equal requests with equal ends in one row. */
function sentIn({ log }: Evidence): string[][] {
  const rows = new Map<string, { cells: string[]; times: number }>();
  for (const { words, observed } of log) {
    const cells = [words, wordsOf(observed)];
    const row = rows.get(cells.join()) ?? { cells, times: 0 };
    rows.set(cells.join(), { ...row, times: row.times + 1 });
  }
  return [...rows.values()].map(({ cells, times }) => [...cells, String(times)]);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function serverInWords({ server, log }: Evidence): string {
  const name = Object.entries(servers).find(([, address]) => address === server)?.[0];
  if (name !== undefined) return name;
  if (!isOnThisMachine(server)) return 'a private instance';
  const isEmulator = log.some(({ observed }) => observed.isEmulator);
  return isEmulator ? 'the emulator' : 'an address of this machine';
}
