import { assumptions } from 'iinked-sign-openapi/assumptions';
import type { Evidence } from './evidence.ts';
import { type Judgement, judgements } from './judgements.ts';

/** An assumption with what was found out about it. */
export type Finding = Judgement & { about: string; reason: string };

/** Judges every assumption of the contract by the evidence. */
export function findingsOf(evidence: Evidence): Finding[] {
  return assumptions().map(({ about, reason }) => {
    const judge = judgements[about];
    if (!judge) throw new Error(`There is no judgement for the assumption ${about}.`);
    return { about, reason, ...judge(evidence) };
  });
}

const marks = { confirmed: '✔ confirmed', refuted: '✘ refuted  ', 'not seen': '· not seen ' };

/** The findings for the terminal, a line each. */
export function linesOf(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(({ about, result, observed }) =>
    `${marks[result]}  ${about.padEnd(width)}  ${observed}`.trimEnd(),
  );
  return [...lines, '', summaryOf(findings)].join('\n');
}

/** The findings as a report to attach to an issue. It holds no key, no link and no name. */
export function reportOf(findings: Finding[], server: string, date: Date): string {
  const rows = findings.map(({ about, result, observed, reason }) => {
    const cells = [`\`${about}\``, result, observed, reason].map((cell) => cell.replaceAll('|', '\\|'));
    return `| ${cells.join(' | ')} |`;
  });
  return `# First contact with the API

Server: ${server}, ${date.toISOString().slice(0, 10)}. ${summaryOf(findings)}

| about | result | observed | what is assumed |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function summaryOf(findings: Finding[]): string {
  const count = (result: Finding['result']) => findings.filter((each) => each.result === result).length;
  return `${count('confirmed')} confirmed, ${count('refuted')} refuted, ${count('not seen')} not seen.`;
}
