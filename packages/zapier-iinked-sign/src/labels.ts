import { instantOf, lookOf, type MeetingVideo, type Package, visibleText } from 'iinked-sign';
import { secondsOf } from './duration.ts';
import type { Times } from './times.ts';

/** A row of a dropdown. */
export type Row = { id: string; label: string };

/** Tells a package by its name, its state and the day on which it was created. */
export function packageLabel({ packageId, name, state, timeCreated }: Package, { day }: Times): string {
  return joined([visibleText(name) || `Unnamed package ${packageId}`, visibleText(state), day(timeCreated)]);
}

/** Tells a video by when it was recorded, its length, its size, its state and its retention. */
export function videoLabel(video: MeetingVideo, times: Times, now: number): string {
  const { timeCreated, duration, size, state } = video;
  return joined([
    times.minute(timeCreated) ?? 'No date',
    lengthOf(duration),
    sizeOf(size),
    visibleText(state),
    retentionOf(video, times, now),
  ]);
}

/** Rows of which no two look alike: where labels do, each also shows its id. */
export function distinct(rows: readonly Row[]): Row[] {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(lookOf(label), (counts.get(lookOf(label)) ?? 0) + 1);
  const isAlike = ({ label }: Row) => (counts.get(lookOf(label)) ?? 0) > 1;
  if (!rows.some(isAlike)) return [...rows];
  return distinct(rows.map((row) => (isAlike(row) ? { ...row, label: joined([row.label, row.id]) } : row)));
}

function joined(parts: (string | undefined)[]): string {
  return parts.filter((part) => part).join(' · ');
}

function lengthOf(duration: unknown): string {
  const seconds = secondsOf(duration);
  if (seconds === null) return '';
  const amounts = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const shown = [...amounts, Math.floor(seconds % 60)].map((amount, at) =>
    amount > 0 ? `${amount} ${units[at]}` : '',
  );
  return shown.filter((part) => part !== '').join(' ') || '0 s';
}

const units = ['d', 'h', 'min', 's'];

function sizeOf(bytes: unknown): string {
  return typeof bytes === 'number' && bytes >= 0 ? `${(bytes / 1e6).toFixed(1)} MB` : '';
}

function retentionOf({ timeRetention }: MeetingVideo, { day }: Times, now: number): string {
  if (timeRetention === undefined || timeRetention === null) return '';
  const end = instantOf(timeRetention);
  if (end === undefined) return 'under retention';
  return end <= now ? 'retention over' : `under retention until ${day(timeRetention)}`;
}
