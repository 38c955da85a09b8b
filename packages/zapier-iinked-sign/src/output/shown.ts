import {
  type ApplyReport,
  type DeletionPlan,
  type DeletionReceipt,
  formatDocument,
  type UnmatchedHold,
} from 'iinked-sign/retention';
import type { OutputField } from './format.ts';

/** A document as people read it. */
export type Shown = { html: string; markdown: string };

/** A document as files. */
export type Files = { page: string; csv: string };

// Slack cuts a message of more than 40 000 characters.
const mostRows = 100;

/** Shows a document in an email and in a chat. */
export function shown(document: DeletionPlan | ApplyReport | DeletionReceipt, timeZone: string): Shown {
  return {
    html: formatDocument(document, { format: 'html', timeZone, maxRows: mostRows }),
    markdown: formatDocument(document, { format: 'markdown', timeZone, maxRows: mostRows }),
  };
}

/** Shows a document as files. */
export function filesOf(document: DeletionPlan | DeletionReceipt, timeZone: string): Files {
  return {
    page: formatDocument(document, { format: 'page', timeZone }),
    csv: formatDocument(document, { format: 'csv', timeZone }),
  };
}

const mostNamed = 20;

/** Names what is on hold and matches nothing. */
export function named(unmatched: readonly UnmatchedHold[]): string {
  const values = unmatched.map(({ value }) =>
    typeof value === 'string' ? value : `${value.packageId}/${value.meetingVideoId}`,
  );
  const more = values.length > mostNamed ? ` and ${values.length - mostNamed} more` : '';
  return `${values.slice(0, mostNamed).join(', ')}${more}`;
}

/** Counts something, where there is any. */
export function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`;
}

/** Counts videos. */
export function videos(count: number): string {
  return count === 1 ? '1 video' : `${count} videos`;
}

/** The fields of a document as people read it. */
export const shownFields: Record<keyof Shown, OutputField> = {
  html: { label: 'Table for Email', type: 'string' },
  markdown: { label: 'Table for Chat', type: 'string' },
};

/** The fields of a document as files. */
export const fileFields = {
  page: { label: 'Page', type: 'string' },
  csv: { label: 'Spreadsheet (CSV)', type: 'string' },
} as const;
/** The fields that all documents have. */
export const commonFields = {
  id: { label: 'ID', type: 'string' },
  message: { label: 'Message', type: 'string' },
  unmatchedHolds: { label: 'Holds That Match Nothing', type: 'string' },
} as const;

/** The fields of what is counted of a plan. */
export const countFields = {
  plannedCount: { label: 'Number of Planned Videos', type: 'integer' },
  deletedCount: { label: 'Number of Deleted Videos', type: 'integer' },
  deletedBytes: { label: 'Deleted Bytes', type: 'number' },
  keptCount: { label: 'Number of Kept Videos', type: 'integer' },
  missingCount: { label: 'Number of Missing Videos', type: 'integer' },
} as const;
