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
  /** How the API writes the time of deletion while it is not. */
  readonly undeleted: Undeleted;
};

/** How the API may write a time. A time that cannot be read, or has no zone, is no time to go by. */
export type Dated = 'plain' | 'sevenDigits' | 'offset' | 'zoneless' | 'zero' | 'absent';

/** How the API may show that a video is deleted: by its state, by its time of deletion alone, or beside a living state. */
export type Shown = 'deleted' | 'DELETED' | 'timeDeleted' | 'contradiction';

/** How the API may write the time of deletion of a video that is not deleted. */
export type Undeleted = keyof typeof timesDeleted;

const timesDeleted = {
  absent: undefined,
  null: null,
  empty: '',
  zero: '0001-01-01T00:00:00Z',
  epoch: '1970-01-01T00:00:00Z',
  blank: ' ',
  word: 'null',
  zoneless: '2026-01-02T03:04:05',
  real: '2026-01-02T03:04:05.6789012Z',
  future: '2099-01-01T00:00:00Z',
} as const;

/** A video as a response names it, and what a reader can know by that. */
export type Entry = {
  id: string;
  says: Says;
  state: string | undefined;
  created: number | undefined;
  retention: number | 'unreadable' | undefined;
  size: number;
  /** The JSON of the response. */
  json: Record<string, unknown>;
};

/**
 * What a response says of a video. A state of `deleted` is enough, and so is a time of deletion that can be true, where no
 * other state is beside it. Any other time of deletion makes it doubtful.
 */
export type Says = 'deleted' | 'alive' | 'doubtful';

/** What a state and a time of deletion say together. */
export function said(state: string | undefined, timeDeleted: Undeleted): Says {
  if (state?.toLowerCase() === 'deleted') return 'deleted';
  if (timeDeleted === 'absent' || timeDeleted === 'null' || timeDeleted === 'empty') return 'alive';
  return state === undefined && timeDeleted === 'real' ? 'deleted' : 'doubtful';
}

/** Gives an entry another state and time of deletion. */
export function restated({ json, ...entry }: Entry, state: string | undefined, timeDeleted: Undeleted): Entry {
  const written = { ...json, state, timeDeleted: timesDeleted[timeDeleted] };
  return { ...entry, state, says: said(state, timeDeleted), json: written };
}

/** Makes a video, from what is special about it. */
export function aVideo(video: Partial<Video> & Pick<Video, 'id' | 'created'>): Video {
  return {
    dated: 'plain',
    retention: undefined,
    state: 'archived',
    size: 1000,
    isDeleted: false,
    shown: 'deleted',
    undeleted: 'absent',
    ...video,
  };
}

/** Writes a video as the API does. */
export function entryOf(video: Video): Entry {
  const { id, created, dated, retention, size, isDeleted } = video;
  const { state, timeDeleted } = isDeleted ? endOf(video) : { state: video.state, timeDeleted: video.undeleted };
  const isReadable = readable.includes(dated);
  return {
    id,
    says: said(state, timeDeleted),
    state,
    created: isReadable ? created : undefined,
    retention,
    size,
    json: {
      meetingVideoId: id,
      timeCreated: written(created, dated),
      timeRetention: typeof retention === 'number' ? written(retention, 'sevenDigits') : (retention ?? null),
      timeDeleted: timesDeleted[timeDeleted],
      duration: 'PT6S',
      size,
      type: 'video',
      state,
    },
  };
}

function endOf({ shown, state }: Video): { state: string | undefined; timeDeleted: Undeleted } {
  if (shown === 'DELETED') return { state: shown, timeDeleted: 'absent' };
  const states = { deleted: 'deleted', timeDeleted: undefined, contradiction: state };
  return { state: states[shown], timeDeleted: 'real' };
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
