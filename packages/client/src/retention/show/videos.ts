import type { HeldBy } from '../../hold.ts';
import type { PlannedVideo } from '../documents/video.ts';
import type { Block, Part, ShownPackage, Text } from './blocks.ts';
import { heldByInWords, length, number, size, sizeOfAll } from './words.ts';
import type { Zone } from './zone.ts';

/** What the tables of a document are made of. */
export type Tables = {
  zone: Zone;
  /**
   * The rows of a list that are shown. What is cut is counted, by its name and the field of the document that has it all;
   * a preview lacks some of the total.
   */
  cut: <Item>(items: readonly Item[], name: string, field?: string, total?: number) => readonly Item[];
};

/** More columns of a table of videos, each with what it shows. */
export type Columns<Video> = { readonly [column: string]: (video: Video) => Text };

/**
 * A table of videos.
 *
 * @param list What the list is called and in which field of the document it stands; for a preview, how many it would have.
 */
export function videoTable<Video extends PlannedVideo>(
  videos: readonly Video[],
  list: { name: string; field: string; total?: number },
  { zone, cut }: Tables,
  more: Columns<Video> = {},
): Block[] {
  if (videos.length === 0) return [];
  const shown = cut(videos, list.name, list.field, list.total);
  const columns = Object.entries(more);
  return [
    {
      videoColumns: [
        'Video',
        'Recorded',
        'Length',
        'Size',
        'State',
        'Retention until',
        ...columns.map(([name]) => name),
      ],
      videos: shown.map((video) => ({
        package: packageOf(video, zone.short),
        cells: [...cellsOf(video, zone.short), ...columns.map(([, read]) => read(video))],
      })),
    },
  ];
}

/** The column of hashes, where a video has one. */
export function hashes(videos: readonly { sha256?: string }[]): Columns<{ sha256?: string }> {
  if (videos.every(({ sha256 }) => sha256 === undefined)) return {};
  return { 'SHA-256 of the copy': ({ sha256 }) => (sha256 === undefined ? ['none'] : [{ id: sha256 }]) };
}

function cellsOf(video: PlannedVideo, short: Zone['short']): Text[] {
  const { meetingVideoId, timeCreated, duration, size: bytes, state, timeRetention } = video;
  return [
    [{ id: meetingVideoId }],
    time(timeCreated, short, 'unknown'),
    length(duration),
    [size(bytes)],
    [stateInWords(state)],
    time(timeRetention, short, 'none'),
  ];
}

function stateInWords(state: string | null): Part {
  if (state === null) return 'unknown';
  return /^[a-z]{1,20}$/i.test(state) ? state : { name: state };
}

function packageOf(video: PlannedVideo, short: Zone['short']): ShownPackage {
  const { packageId, packageName, matterNumber, clientNumber, timeExecuted } = video;
  const named = (value: string | null, otherwise: string): Text => (value === null ? [otherwise] : [{ name: value }]);
  return {
    packageId,
    name: named(packageName, 'no name'),
    matter: named(matterNumber, 'none'),
    client: named(clientNumber, 'none'),
    executed: time(timeExecuted, short, 'unknown'),
  };
}

/** A time in a zone, or the text that is no time. */
export function time(value: string | null | undefined, show: Zone['short'], otherwise: string): Text {
  if (value === null || value === undefined) return [otherwise];
  const shown = show(value);
  return shown === undefined ? [{ name: value }] : [shown];
}

/** How many videos of which package, with their size. */
export function perPackage(videos: readonly PlannedVideo[], { cut }: Tables): Block[] {
  const rows = [...byPackage(videos).values()].flatMap((all) => {
    const [video] = all;
    if (video === undefined) return [];
    const { packageName, packageId, matterNumber } = video;
    const name: Text = packageName === null ? ['no name'] : [{ name: packageName }];
    const matter: Text = matterNumber === null ? ['none'] : [{ id: matterNumber }];
    return [[name, [{ id: packageId }], matter, [number(all.length)], [sizeOfAll(all)]]];
  });
  if (rows.length < 2) return [];
  return [{ columns: ['Package', 'Package ID', 'Matter', 'Videos', 'Size'], rows: cut(rows, 'subtotals per package') }];
}

/** Videos by their packages, in the order in which these come first. */
function byPackage<Video extends { packageId: string }>(videos: readonly Video[]): Map<string, Video[]> {
  const packages = new Map<string, Video[]>();
  for (const video of videos) {
    const known = packages.get(video.packageId);
    if (known) known.push(video);
    else packages.set(video.packageId, [video]);
  }
  return packages;
}

/** The holds that keep videos, each with how many; the entries of a hold that keep none are counted. */
export function holdsThatTookEffect(videos: readonly { reason?: string; heldBy?: HeldBy }[], entries: number): Block[] {
  const effects = new Map<string, { words: Text; count: number }>();
  for (const { heldBy } of videos) {
    if (heldBy === undefined) continue;
    const key = JSON.stringify(heldBy);
    const effect = effects.get(key) ?? { words: heldByInWords(heldBy), count: 0 };
    effects.set(key, { ...effect, count: effect.count + 1 });
  }
  if (entries === 0 && effects.size === 0) return [];
  const rows = [...effects.values()].map(({ words, count }) => [words, [number(count)]]);
  const others = entries - effects.size;
  const rest = `${rows.length > 0 ? 'other ' : ''}${others === 1 ? 'entry' : `${number(others)} entries`}`;
  return [
    { heading: 'Holds that took effect' },
    ...(rows.length > 0 ? [{ columns: ['On hold', 'Videos kept'], rows }] : []),
    ...(others > 0 ? [{ text: [`The ${rest} on hold kept no video that is listed here.`] }] : []),
  ];
}
