import type { Age } from '../age.ts';
import { fieldsOf, must } from '../fields.ts';
import { reasons } from '../reasons.ts';
import { type DeletionPlan, type PlannedVideo, planOf } from './document.ts';
import { wholeOf } from './options.ts';
import type { PlannedRules } from './rules.ts';

/** How a plan is shown. */
export type TableOptions = {
  /** Markdown, or a fragment of HTML. */
  format: 'markdown' | 'html';
  /** How many videos are shown at most of those to delete, and of those to keep. Default: all. */
  maxRows?: number | undefined;
};

/**
 * Shows a plan to the person who approves it: every video to delete, package by package, then the totals, then every video
 * that is kept and why.
 *
 * It does not check the seal; `applyPlan` does.
 *
 * @param plan The plan.
 * @param options The format, and `maxRows`; what is cut is counted.
 * @returns Markdown, or HTML without a page around it. What comes from the API is escaped.
 * @throws {PlanRefusedError} with the reason `format` when it is not a plan.
 * @throws {InvalidRequestError} when an option cannot be right.
 * @example
 * ```ts
 * await sendMail({ html: planTable(plan, { format: 'html' }) });
 * ```
 */
export function planTable(plan: DeletionPlan, options: TableOptions): string {
  const { format, maxRows } = fieldsOf('the options', options, ['format', 'maxRows']);
  must(format === 'markdown' || format === 'html', 'format', "'markdown' or 'html'", format);
  const most = wholeOf('maxRows', maxRows, Number.POSITIVE_INFINITY);
  const document = planOf(plan);
  return (format === 'html' ? html : markdown)(contentsOf(document, most));
}

/** What is shown, before it is written in one format or the other. */
type Contents = (
  | { heading: string }
  | { text: string }
  | { columns: readonly string[]; rows: readonly (readonly string[])[] }
)[];

const videoColumns = ['Package', 'Video', 'Created', 'Length', 'Size'];

function contentsOf(
  { id, server, createdAt, rules, delete: planned, keep, totals }: DeletionPlan,
  most: number,
): Contents {
  return [
    { heading: `Videos to delete: ${totals.delete}` },
    ...table(videoColumns, planned, rowOf, most),
    { heading: 'Totals' },
    {
      columns: ['', ''],
      rows: [
        ['Server', server],
        ['Plan', id],
        ['Made at', createdAt],
        ...rowsOfRules(rules),
        ['Packages listed', `${totals.packages}`],
        ['Videos listed, without deleted ones', `${totals.alive}`],
        ['To delete', `${totals.delete} (${sizeOf(totals.bytes)})`],
        ['To keep', `${totals.keep}${countsOf(keep)}`],
        ['Already deleted', `${totals.alreadyDeleted}`],
      ],
    },
    { heading: `Videos to keep: ${totals.keep}` },
    ...table([...videoColumns, 'Why'], keep, (video) => [...rowOf(video), reasons[video.reason]], most),
  ];
}

function rowsOfRules({ packages, olderThan, olderThanDays, states, hold, limits }: PlannedRules): string[][] {
  const { packageIds, meetingVideoIds } = hold;
  return [
    ['Packages', Object.entries(packages).map(inWords).join('; ')],
    ['Older than', ageInWords(olderThan ?? { days: olderThanDays ?? 0 })],
    ['In state', states.join(', ')],
    ['Packages on hold', packageIds.join(', ') || 'none'],
    ['Videos on hold', meetingVideoIds.join(', ') || 'none'],
    ['At most', `${limits.videos} videos${limits.share === undefined ? '' : `, and a share of ${limits.share}`}`],
  ];
}

function ageInWords({ years = 0, months = 0, days = 0 }: Omit<Age, 'since'>): string {
  const parts = [years > 0 && `${years} years`, months > 0 && `${months} months`, days > 0 && `${days} days`];
  return parts.filter(Boolean).join(', ') || '0 days';
}

const scopeWords: { [field: string]: string } = {
  packageIds: 'by ID',
  types: 'of type',
  states: 'in state',
  memberId: 'of member',
  teamId: 'of team',
  folderId: 'in folder',
  isExecuted: 'executed',
  days: 'days left to sign',
  allMembers: 'of all members',
  createdFrom: 'created since',
};

function inWords([field, value]: [string, unknown]): string {
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : [value].flat().join(', ');
  return `${scopeWords[field] ?? field}: ${text}`;
}

function countsOf(keep: DeletionPlan['keep']): string {
  const counts = new Map<string, number>();
  for (const { reason } of keep) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts.size === 0 ? '' : ` (${[...counts].map(([reason, count]) => `${reason}: ${count}`).join(', ')})`;
}

function table<Video extends PlannedVideo>(
  columns: readonly string[],
  videos: readonly Video[],
  row: (video: Video) => string[],
  most: number,
): Contents {
  if (videos.length === 0) return [{ text: 'None.' }];
  const shown: Contents = [{ columns, rows: videos.slice(0, most).map(row) }];
  const left = videos.length - most;
  return left > 0 ? [...shown, { text: `${left} more are not shown.` }] : shown;
}

function rowOf({ packageName, packageId, meetingVideoId, timeCreated, duration, size }: PlannedVideo): string[] {
  return [packageName ?? packageId, meetingVideoId, timeCreated ?? 'unknown', lengthOf(duration), sizeOf(size)];
}

const duration = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/;

function lengthOf(value: string | null): string {
  if (value === null) return 'unknown';
  const found = duration.exec(value);
  if (!found) return value;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return `${hours}:${minutes.padStart(2, '0')}:${seconds.padStart(2, '0')}`;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

function sizeOf(bytes: number | null): string {
  if (bytes === null) return 'unknown';
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function markdown(contents: Contents): string {
  return contents
    .map((part) => {
      if ('heading' in part) return `## ${part.heading}\n`;
      if ('text' in part) return `${part.text}\n`;
      const lines = [part.columns, part.columns.map(() => '---'), ...part.rows.map((row) => row.map(inMarkdown))];
      return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
    })
    .join('\n');
}

// Every sign that means something in Markdown, and line breaks, which would end the row.
function inMarkdown(text: string): string {
  return inHtml(oneLine(text)).replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&');
}

function html(contents: Contents): string {
  return contents
    .map((part) => {
      if ('heading' in part) return `<h2>${part.heading}</h2>\n`;
      if ('text' in part) return `<p>${part.text}</p>\n`;
      const row = (cells: readonly string[], tag: 'td' | 'th') =>
        `<tr>${cells.map((cell) => `<${tag}>${inHtml(oneLine(cell))}</${tag}>`).join('')}</tr>\n`;
      return `<table>\n${row(part.columns, 'th')}${part.rows.map((cells) => row(cells, 'td')).join('')}</table>\n`;
    })
    .join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

// Invisible characters, which could turn the direction of what follows or hide it, show as what they are.
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => `U+${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`);
}
