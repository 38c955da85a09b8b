/** A video as it really is, whatever a response says of it. */
export type Video = {
  readonly id: string;
  /** When it was recorded, in milliseconds since 1970. */
  readonly created: number;
  /** How the API writes that time. */
  readonly dated: Dated;
  /** When its retention ends; `unreadable` where the API writes something that is no time. */
  retention: number | 'unreadable' | undefined;
  state: string;
  size: number;
  isDeleted: boolean;
  /** How the API shows that it is deleted. */
  readonly shown: Shown;
};

/** How the API may write a time. A time that cannot be read, or has no zone, is no time to go by. */
export type Dated = 'plain' | 'sevenDigits' | 'offset' | 'zoneless' | 'zero' | 'absent';

/** How the API may show that a video is deleted: by its state, or by its time of deletion alone. */
export type Shown = 'deleted' | 'DELETED' | 'timeDeleted';

/** A package with its videos. */
export type Package = {
  readonly id: string;
  name: string;
  readonly videos: Video[];
  state: 'executed' | 'open';
  /** Whether somebody deleted it, with its videos. */
  isGone: boolean;
  /** When it was reopened or deleted last. */
  leftMs: number | undefined;
};

/** A video as a response names it, and what a reader can know by that. */
export type Entry = {
  id: string;
  isDeleted: boolean;
  state: string | undefined;
  created: number | undefined;
  retention: number | 'unreadable' | undefined;
  size: number;
  /** The JSON of the response. */
  json: Record<string, unknown>;
};

/** Makes a video, from what is special about it. */
export function aVideo(video: Partial<Video> & Pick<Video, 'id' | 'created'>): Video {
  return {
    dated: 'plain',
    retention: undefined,
    state: 'archived',
    size: 1000,
    isDeleted: false,
    shown: 'deleted',
    ...video,
  };
}

/** Writes a video as the API does. */
export function entryOf(video: Video): Entry {
  const { id, created, dated, retention, size, isDeleted, shown } = video;
  const state = isDeleted && shown !== 'timeDeleted' ? shown : video.state;
  const timeDeleted = isDeleted && shown !== 'DELETED' ? '2026-01-02T03:04:05.6789012Z' : undefined;
  const isReadable = readable.includes(dated);
  return {
    id,
    isDeleted,
    state,
    created: isReadable ? created : undefined,
    retention,
    size,
    json: {
      meetingVideoId: id,
      timeCreated: written(created, dated),
      timeRetention: typeof retention === 'number' ? written(retention, 'sevenDigits') : (retention ?? null),
      ...(timeDeleted !== undefined && { timeDeleted }),
      duration: 'PT6S',
      size,
      type: 'video',
      state,
    },
  };
}

const readable: readonly Dated[] = ['plain', 'sevenDigits', 'offset'];

const hourMs = 3_600_000;

function written(time: number, dated: Dated): string | undefined {
  const iso = (at: number) => new Date(at).toISOString();
  switch (dated) {
    case 'plain':
      return iso(time);
    case 'sevenDigits':
      return iso(time).replace('Z', '9999Z');
    case 'offset':
      return iso(time - 5 * hourMs).replace('Z', '-05:00');
    case 'zoneless':
      return iso(time).slice(0, -1);
    case 'zero':
      return '0001-01-01T00:00:00Z';
    case 'absent':
      return undefined;
  }
}
