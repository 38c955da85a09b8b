import type { HeldBy } from '../../hold.ts';
import type { VideoIds } from '../../video.ts';
import type { DeletionPlan, DeletionPreview } from '../documents/plan.ts';
import type { DeletionReceipt } from '../documents/receipt.ts';
import type { ApplyReport } from '../documents/report.ts';
import type { PlannedVideo } from '../documents/video.ts';
import type { Tables } from './videos.ts';
import type { Zone } from './zone.ts';

/** A video in a row of CSV: what any document may say of it. */
export type CsvVideo = VideoIds &
  Partial<PlannedVideo> & {
    outcome?: string;
    reason?: string;
    heldBy?: HeldBy;
    timeDeleted?: string;
    confirmedBy?: string;
    gone?: boolean;
    sha256?: string;
    message?: string;
  };

/** A document with videos. */
export type WithVideos = DeletionPlan | DeletionPreview | ApplyReport | DeletionReceipt;

/** A header, and one row for each video, in the order in which a page shows them. */
export function csv(document: WithVideos, { zone, cut }: Tables): string {
  const names = columnsOf(document);
  const rows = listsOf(document).flatMap(({ list, videos, name, field }) =>
    cut(videos, name, field).map((video) => [
      list ?? video.outcome ?? '',
      ...names.map((column) => columns[column]?.(video, zone) ?? ''),
    ]),
  );
  return [['list', ...names], ...rows].map(csvLine).join('');
}

/** A line of CSV, in which nothing is a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(value: string): string {
  const inert = isFormula.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

// What a spreadsheet takes for a formula, also in full width and after what cannot be seen.
const isFormula = /^[\s\p{C}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

type Column = (video: CsvVideo, zone: Zone) => string | undefined | null;

const time =
  (field: 'timeExecuted' | 'timeCreated' | 'timeRetention' | 'timeDeleted'): Column =>
  (video, zone) =>
    zone.iso(video[field] ?? null) ?? video[field];

const columns: { [name: string]: Column } = {
  packageId: (video) => video.packageId,
  packageName: (video) => video.packageName,
  matterNumber: (video) => video.matterNumber,
  clientNumber: (video) => video.clientNumber,
  timeExecuted: time('timeExecuted'),
  meetingVideoId: (video) => video.meetingVideoId,
  timeCreated: time('timeCreated'),
  timeRetention: time('timeRetention'),
  duration: (video) => video.duration,
  size: (video) => video.size?.toString(),
  state: (video) => video.state,
  reason: (video) => video.reason,
  heldBy: ({ heldBy }) =>
    heldBy &&
    Object.entries(heldBy)
      .map(([field, value]) => `${field}: ${value}`)
      .join(', '),
  timeDeleted: time('timeDeleted'),
  confirmedBy: (video) => video.confirmedBy,
  gone: (video) => video.gone?.toString(),
  sha256: (video) => video.sha256,
  message: (video) => video.message,
};

const later = ['timeDeleted', 'confirmedBy', 'gone', 'sha256', 'message'];

function columnsOf(document: WithVideos): string[] {
  const unused = 'keep' in document ? later : 'videos' in document ? ['confirmedBy', 'gone'] : ['message'];
  return Object.keys(columns).filter((name) => !unused.includes(name));
}

type List = { list?: string; videos: readonly CsvVideo[]; name: string; field: string };

function listsOf(document: WithVideos): List[] {
  if ('keep' in document) {
    return [
      { list: 'delete', videos: document.delete, name: 'videos to delete', field: 'delete' },
      { list: 'keep', videos: document.keep, name: 'videos to keep', field: 'keep' },
    ];
  }
  if ('videos' in document) return [{ videos: document.videos, name: 'videos', field: 'videos' }];
  const { overdue, missing, unplanned, kept, deleted } = document;
  return Object.entries({ overdue, missing, unplanned, kept, deleted }).map(([list, videos]) => ({
    list,
    videos,
    name: `${list} videos`,
    field: list,
  }));
}
