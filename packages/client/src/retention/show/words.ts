import type { Age } from '../../age.ts';
import type { HeldBy, HoldField } from '../../hold.ts';
import { type Reason, reasons } from '../../reasons.ts';
import { servers } from '../../servers.ts';
import type { VideoIds } from '../../video.ts';
import type { Text } from './blocks.ts';

/** A number with its thousands apart, such as `5,000`. */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** How many there are of something, such as `1 video` or `5,000 videos`. */
export function several(count: number, one: string): string {
  return `${number(count)} ${count === 1 ? one : `${one}s`}`;
}

/** `1 video is`, `2 videos are`. */
export function videosAre(count: number): string {
  return `${several(count, 'video')} ${count === 1 ? 'is' : 'are'}`;
}

/** A share as a percentage. */
export function percent(share: number): string {
  return share.toLocaleString('en-US', { style: 'percent', maximumFractionDigits: 2 });
}

/** `a, b and c`. */
export function enumerated(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** An age, such as `10 years and 6 months`. */
export function ageInWords({ years = 0, months = 0, days = 0 }: Age): string {
  const parts = [
    [years, 'year'],
    [months, 'month'],
    [days, 'day'],
  ] as const;
  return enumerated(parts.filter(([count]) => count > 0).map(([count, unit]) => several(count, unit)));
}

const duration = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d+)?S)?$/;

/** A length as `1:02:03`. */
export function length(value: string | null): Text {
  if (value === null) return ['unknown'];
  const found = duration.exec(value);
  if (!found) return [{ name: value }];
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return [`${hours}:${minutes.padStart(2, '0')}:${seconds.padStart(2, '0')}`];
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size, such as `4.4 MB`. */
export function size(bytes: number | null): string {
  if (bytes === null) return 'unknown';
  if (bytes < 1000) return `${bytes} bytes`;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** The bytes of videos, as far as they are known. */
export function sizeOfAll(videos: readonly { size: number | null }[]): string {
  const unknown = videos.filter((video) => video.size === null).length;
  const known = size(videos.reduce((sum, video) => sum + (video.size ?? 0), 0));
  return unknown === 0 ? known : `${known}, and ${several(unknown, 'video')} of unknown size`;
}

/** A server by its address, and by its name where it has one. */
export function server(url: string): Text {
  const name = Object.entries(servers).find(([, address]) => address === url)?.[0];
  return name === undefined ? [{ id: url }] : [{ id: url }, ` (${name})`];
}

/** What each list of a hold names. */
export const heldWords: Record<HoldField, string> = {
  packageIds: 'package',
  videos: 'video',
  meetingVideoIds: 'video',
  matterNumbers: 'matter',
  clientNumbers: 'client',
  folderIds: 'folder',
  teamIds: 'team',
  memberIds: 'member',
};

/** An entry of a hold, such as `matter 2019-0417`. */
export function holdEntry(field: HoldField, value: string | VideoIds): Text {
  if (typeof value === 'string') return [`${heldWords[field]} `, { id: value }];
  return ['video ', { id: value.meetingVideoId }, ' of package ', { id: value.packageId }];
}

/** The hold that keeps a video. */
export function heldByInWords(heldBy: HeldBy): Text {
  if ('meetingVideoId' in heldBy) {
    return 'packageId' in heldBy ? holdEntry('videos', heldBy) : holdEntry('meetingVideoIds', heldBy.meetingVideoId);
  }
  if ('packageId' in heldBy) return holdEntry('packageIds', heldBy.packageId);
  if ('matterNumber' in heldBy) return holdEntry('matterNumbers', heldBy.matterNumber);
  if ('clientNumber' in heldBy) return holdEntry('clientNumbers', heldBy.clientNumber);
  if ('folderId' in heldBy) return holdEntry('folderIds', heldBy.folderId);
  if ('teamId' in heldBy) return holdEntry('teamIds', heldBy.teamId);
  return holdEntry('memberIds', heldBy.memberId);
}

/** Why a video is kept. */
export function why({ reason, heldBy }: { reason: Reason; heldBy?: HeldBy }): Text {
  return heldBy ? [`${reasons[reason]}: `, ...heldByInWords(heldBy)] : [reasons[reason]];
}

/** Values from outside, one after the other. */
export function listed(values: readonly string[]): Text {
  return values.flatMap((id, place) => (place === 0 ? [{ id }] : [', ', { id }]));
}

/** Words at the beginning of a line. */
export function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
