import type { PlanRefusedError } from 'iinked-sign/retention';

// What the client calls its options, and what the screen calls them.
const terms: [client: string, screen: string][] = [
  ['with its package, in hold.videos,', 'as PACKAGE/VIDEO in Hold Video IDs'],
  ["set hold.unmatched to 'report'", 'choose Report in Unmatched Holds'],
  ['the rules ask for allMembers', 'All Members is Yes'],
  ['plan without allMembers', 'leave All Members empty'],
  [
    'raise the limit, or take the oldest years first',
    'take the oldest first by a greater Older Than, raise Max Videos (to 100 at most), or use the command iinked-sign, which has no such limit',
  ],
  ['Hand over every approval, at every apply.', 'Map Approval of every step Approve Deletion Plan.'],
];

/** Says why a plan was refused, in the words of the screen. */
export function refusalMessage({ message, byYear = [] }: PlanRefusedError): string {
  const inWords = terms.reduce((text, [client, screen]) => text.replaceAll(client, screen), message);
  if (byYear.length === 0) return inWords;
  const years = byYear.map(({ year, videos }) => `${videos} in ${year}`).join(', ');
  return `${inWords} Recorded: ${years}.`;
}
