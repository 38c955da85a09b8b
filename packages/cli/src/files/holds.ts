import { CsvError, parse } from 'csv-parse/sync';
import { type Hold, meantBy } from 'iinked-sign';
import { FileError } from './FileError.ts';
import { readText } from './text.ts';

/** The columns of `holds.csv`. */
export const holdColumns = [
  'packageId',
  'meetingVideoId',
  'matterNumber',
  'clientNumber',
  'folderId',
  'teamId',
  'memberId',
  'reason',
] as const;

type Column = (typeof holdColumns)[number];
type HoldList = Exclude<keyof Hold, 'unmatched'>;

/** The holds of a file, each with its line. */
export type Holds = {
  file: string;
  hold: Omit<Hold, 'unmatched'>;
  /** How many there are. */
  count: number;
  /** The line of what the client rejects, such as `hold.matterNumbers[3]`. */
  lineOf: (field: string) => number | undefined;
  /** The line of a hold by its value, as the client names it. */
  lineOfValue: (list: string, value: unknown) => number | undefined;
};

/**
 * Reads the holds of a file.
 *
 * @throws {FileError} when a row is anything but one hold, or there is none. Then no hold is read.
 */
export async function readHolds(file: string): Promise<Holds> {
  return holdsOf(file, await readText(file));
}

/** Reads holds from the text of a file. */
export function holdsOf(file: string, text: string): Holds {
  const [header, ...rows] = rowsOf(file, text);
  if (header === undefined) throw new FileError(file, undefined, `is empty. ${withoutHolds}`);
  const columns = columnsOf(file, header);
  if (rows.length === 0) throw new FileError(file, undefined, `has a header and no hold. ${withoutHolds}`);
  const held = rows.map((row) => heldBy(file, columns, row));
  const of = (list: HoldList) => held.filter((each) => each.list === list);
  const texts = (list: HoldList) => of(list).map(({ value }) => (typeof value === 'string' ? value : ''));
  return {
    file,
    hold: {
      packageIds: texts('packageIds'),
      videos: of('videos').flatMap(({ value }) => (typeof value === 'string' ? [] : [value])),
      meetingVideoIds: texts('meetingVideoIds'),
      matterNumbers: texts('matterNumbers'),
      clientNumbers: texts('clientNumbers'),
      folderIds: texts('folderIds'),
      teamIds: texts('teamIds'),
      memberIds: texts('memberIds'),
    },
    count: held.length,
    lineOf(field) {
      const [, list, place] = /^hold\.(\w+)\[(\d+)\]/.exec(field) ?? [];
      return held.filter((each) => each.list === list)[Number(place)]?.line;
    },
    lineOfValue(list, value) {
      const spelt = JSON.stringify(value);
      return held.find((each) => each.list === list && JSON.stringify(each.value) === spelt)?.line;
    },
  };
}

type Row = { line: number; cells: string[] };
type Held = { line: number; list: HoldList; value: string | { packageId: string; meetingVideoId: string } };

const withoutHolds = 'If nothing is on hold, say so with --no-holds.';

/** The rows of a file, each with the line where it begins. */
function rowsOf(file: string, text: string): Row[] {
  const rows: Row[] = [];
  let line = 1;
  try {
    // One kind of line end: csv-parse counts the two characters of Windows' as two lines where they are quoted.
    parse(text.replace(/\r\n?/g, '\n'), {
      record_delimiter: '\n',
      relax_column_count: true,
      on_record(cells, { lines }) {
        rows.push({ line, cells: cells.map((cell) => cell.trim()) });
        line = lines + 1;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileError(file, line, `${quoting[error.code] ?? error.message} ${quotingAdvice}`, { cause: error });
  }
  return rows;
}

const quoting: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote begins in this row and never ends.',
  INVALID_OPENING_QUOTE: 'A quote stands in the middle of a cell.',
  CSV_INVALID_CLOSING_QUOTE: 'After a closing quote comes more text.',
};
const quotingAdvice = 'Save the file as CSV again, or put the whole cell in quotes and write each quote in it twice.';

function columnsOf(file: string, { line, cells }: Row): Column[] {
  const columns = cells.map((name) => {
    const column = holdColumns.find((each) => each === name);
    if (column !== undefined) return column;
    throw new FileError(file, line, `${columnProblem(name)} ${columnAdvice(name, cells)}`);
  });
  const twice = columns.find((each, place) => columns.indexOf(each) !== place);
  if (twice !== undefined) throw new FileError(file, line, `The column ${twice} is there twice. Remove one.`);
  if (columns.every((each) => each === 'reason')) {
    throw new FileError(file, line, `No column names what is on hold. ${columnAdvice('', cells)}`);
  }
  return columns;
}

function columnProblem(name: string): string {
  return name === '' ? 'A column has no name.' : `"${shortened(name)}" is not a column of holds.`;
}

function columnAdvice(name: string, [first = '']: readonly string[]): string {
  if (/[;\t|]/.test(first)) return 'Separate the columns with commas.';
  const meant = meantBy(name, holdColumns);
  if (meant !== undefined) return `Did you mean ${meant}?`;
  return `The first row must name the columns, out of ${holdColumns.join(', ')}.`;
}

function heldBy(file: string, columns: readonly Column[], { line, cells }: Row): Held {
  const refuse = (problem: string): never => {
    throw new FileError(file, line, problem);
  };
  if (cells.every((cell) => cell === '')) return refuse('This row is empty. Remove it.');
  if (cells.length !== columns.length) {
    refuse(`This row has ${cells.length} cells, and the header has ${columns.length} columns. Was it cut off?`);
  }
  const given = new Map<Column, string>();
  for (const [place, column] of columns.entries()) {
    const cell = cells[place] ?? '';
    if (cell === '' || column === 'reason') continue;
    if (/[\n\uFFFD]/.test(cell)) refuse(`${column} has a line break or a letter that got lost. Correct it.`);
    if (/^\d(\.\d+)?E\+\d+$/i.test(cell)) {
      refuse(`${column} is ${cell}: a spreadsheet rounded it. Format the column as text and enter it again.`);
    }
    given.set(column, cell);
  }
  const [packageId, meetingVideoId] = [given.get('packageId'), given.get('meetingVideoId')];
  if (given.size === 2 && packageId !== undefined && meetingVideoId !== undefined) {
    return { line, list: 'videos', value: { packageId, meetingVideoId } };
  }
  const [only, ...others] = given;
  if (only === undefined) return refuse(`This row has a reason and names nothing that is on hold. ${oneHold}`);
  if (others.length > 0) return refuse(`This row fills ${[...given.keys()].join(', ')}. ${oneHold}`);
  const [column, value] = only;
  return column === 'reason' ? refuse(oneHold) : { line, list: lists[column], value };
}

const oneHold = 'A row names one hold: fill one column, or packageId with meetingVideoId.';

const lists: Record<Exclude<Column, 'reason'>, HoldList> = {
  packageId: 'packageIds',
  meetingVideoId: 'meetingVideoIds',
  matterNumber: 'matterNumbers',
  clientNumber: 'clientNumbers',
  folderId: 'folderIds',
  teamId: 'teamIds',
  memberId: 'memberIds',
};

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
