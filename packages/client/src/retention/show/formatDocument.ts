import { InvalidRequestError } from '../../errors/InvalidRequestError.ts';
import { PlanRefusedError, type Preview } from '../../errors/PlanRefusedError.ts';
import { fieldsOf, must } from '../../fields.ts';
import { type Documents, documentOf } from '../documents/documents.ts';
import { kindOf } from '../documents/formats.ts';
import { wholeOf } from '../options.ts';
import { showApproval } from './approval.ts';
import type { Shown } from './blocks.ts';
import { csv, csvLine } from './csv.ts';
import { fragment } from './html.ts';
import { markdown } from './markdown.ts';
import { page } from './page.ts';
import { showPlan } from './plan.ts';
import { showReceipt } from './receipt.ts';
import { showReport } from './report.ts';
import { text } from './text.ts';
import type { Tables } from './videos.ts';
import { number } from './words.ts';
import { zoneOf } from './zone.ts';

/** How a document is shown. */
export type FormatOptions = {
  /**
   * - `markdown`: for chats and tickets.
   * - `html`: a fragment, for mails and forms.
   * - `page`: a whole page, for screens and paper, without a script.
   * - `text`: plain text in columns, for terminals.
   * - `csv`: a row for each video, for spreadsheets. An approval has none.
   */
  format: 'markdown' | 'html' | 'page' | 'text' | 'csv';
  /** The zone of all times, such as `America/Toronto`. Default `UTC`. */
  timeZone?: string | undefined;
  /** How many rows of a list are shown at most. Default: all. Where rows are cut, the first line says how many. */
  maxRows?: number | undefined;
};

/**
 * Shows a document to the people who decide by it: what it is, what needs attention, who approved, the rules in words, the
 * totals, the holds that took effect, and every video.
 *
 * It does not check the seal; `verifyDocument` does, and so do `approvePlan`, `applyPlan` and `auditPlan`.
 *
 * @param document A plan, the preview of a plan that is beyond its limits, an approval, a report or a receipt.
 * @param options `format`, `timeZone` (default `UTC`) and `maxRows` (default: all).
 * @returns Markdown, HTML, plain text or CSV. What comes from outside can do nothing in it, and what cannot be seen shows as its code.
 * @throws {PlanRefusedError} with the reason `format` when it is none of these documents.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * await writeFile('plan.html', formatDocument(plan, { format: 'page', timeZone: 'America/Toronto' }));
 * ```
 */
export function formatDocument(document: Documents[keyof Documents] | Preview, options: FormatOptions): string {
  const given = fieldsOf('the options', options, ['format', 'timeZone', 'maxRows']);
  const { format } = given;
  must(isFormat(format), 'format', "'markdown', 'html', 'page', 'text' or 'csv'", format);
  const most = wholeOf('maxRows', given.maxRows, Number.POSITIVE_INFINITY);
  const cuts = cutsAt(most);
  const tables = { zone: zoneOf(given.timeZone ?? 'UTC'), cut: cuts.cut };
  const whole = anyDocumentOf(document);
  if (format !== 'csv') {
    const shown = show(whole, tables);
    return writers[format](shown, cuts.line());
  }
  if ('decision' in whole)
    throw new InvalidRequestError('format', "must not be 'csv' for an approval, which has no rows");
  const rows = csv(whole, tables);
  const cut = cuts.line();
  return cut === undefined ? rows : csvLine([cut]) + rows;
}

const writers: Record<Exclude<FormatOptions['format'], 'csv'>, (shown: Shown, cut: string | undefined) => string> = {
  markdown,
  html: fragment,
  page,
  text,
};

function isFormat(value: unknown): value is FormatOptions['format'] {
  return value === 'csv' || (typeof value === 'string' && Object.hasOwn(writers, value));
}

function anyDocumentOf(value: unknown): Documents[keyof Documents] {
  const kind = kindOf(value);
  if (kind !== undefined) return documentOf(kind, value);
  const known = 'a deletion plan, a preview, an approval, a report or a receipt';
  throw new PlanRefusedError('format', `This is not ${known}, or not one of this version.`);
}

function show(document: Documents[keyof Documents], tables: Tables): Shown {
  if ('decision' in document) return showApproval(document, tables);
  if ('videos' in document) return showReport(document, tables);
  if ('overdue' in document) return showReceipt(document, tables);
  return showPlan(document, tables);
}

/** Cuts lists, and says in a line what was cut. */
function cutsAt(most: number): { cut: Tables['cut']; line: () => string | undefined } {
  const cuts: string[] = [];
  const fields = new Set<string>();
  return {
    cut(items, name, field, total = items.length) {
      const shown = items.slice(0, most);
      if (total <= shown.length) return shown;
      cuts.push(`${number(total - shown.length)} of ${number(total)} ${name}`);
      if (field !== undefined && items.length > shown.length) fields.add(`"${field}"`);
      return shown;
    },
    line() {
      if (cuts.length === 0) return undefined;
      const where = fields.size === 0 ? '' : ` They are in the document itself, under ${[...fields].join(' and ')}.`;
      return `This is cut. Not shown here: ${cuts.join(', ')}.${where}`;
    },
  };
}
