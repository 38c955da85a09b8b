import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError } from '../src/files/FileError.ts';
import { holdColumns, holdsOf } from '../src/files/holds.ts';
import { textOf } from '../src/files/text.ts';

const header = holdColumns.join(',');
const read = (text: string) => holdsOf('holds.csv', text);
const bytesOf = (text: string) => new TextEncoder().encode(text);

function problemOf(text: string | Uint8Array): string {
  try {
    read(typeof text === 'string' ? text : textOf('holds.csv', text));
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  return 'it was read';
}

describe('a file of holds is read', () => {
  const text = `${header}\np1,,,,,,,"asked for, by court"\np1,v1,,,,,,\n,v2,,,,,,\n,,2019-0417,,,,,\n,,,C-7,,,,\n,,,,f1,,,\n,,,,,t1,,\n,,,,,,m1,\n`;
  const hold = {
    packageIds: ['p1'],
    videos: [{ packageId: 'p1', meetingVideoId: 'v1' }],
    meetingVideoIds: ['v2'],
    matterNumbers: ['2019-0417'],
    clientNumbers: ['C-7'],
    folderIds: ['f1'],
    teamIds: ['t1'],
    memberIds: ['m1'],
  };

  test('a row for each kind of hold', () => {
    expect(read(text)).toMatchObject({ hold, count: 8 });
  });

  test.each([
    ["with Windows' line ends", bytesOf(text.replaceAll('\n', '\r\n'))],
    ["with an old Mac's line ends", bytesOf(text.replaceAll('\n', '\r'))],
    ['with a byte order mark', bytesOf(`\uFEFF${text}`)],
    ['as UTF-16 of Windows', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
    ['as UTF-16 in the other order', new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())],
    ['without a line end at its end', bytesOf(text.trimEnd())],
    ['with blanks around the cells', bytesOf(text.replaceAll(/(?<=[,\n])(?=[,\n])/g, ' '))],
  ])('%s', (_, bytes) => {
    expect(read(textOf('holds.csv', bytes)).hold).toEqual(hold);
  });

  test('with a quoted line break in a reason, and the lines below it still count', () => {
    const holds = read('reason,matterNumber\r\n"asked for\r\nby court",7\r\nx,8\r\n');
    expect(holds.hold.matterNumbers).toEqual(['7', '8']);
    expect([holds.lineOf('hold.matterNumbers[0]'), holds.lineOf('hold.matterNumbers[1]')]).toEqual([2, 4]);
    expect(holds.lineOfValue('matterNumbers', '8')).toBe(4);
  });

  test('with some of the columns, in any order', () => {
    expect(read('reason,matterNumber\ncourt,7\n').hold.matterNumbers).toEqual(['7']);
  });

  test('as it was written', () => {
    const id = fc.stringMatching(/^[\w-]{1,12}$/);
    const number = fc.stringMatching(/^[\w"',;/ -]{0,10}[A-Z]$/).map((each) => each.trim());
    const reason = fc.string().map((each) => each.replaceAll(/[\r\n\0]/g, ' ').trim());
    const held = fc.oneof(
      fc.record({ packageId: id }),
      fc.record({ meetingVideoId: id }),
      fc.record({ packageId: id, meetingVideoId: id }),
      fc.record({ matterNumber: number }),
      fc.record({ clientNumber: number }),
      fc.record({ folderId: id }),
      fc.record({ teamId: id }),
      fc.record({ memberId: id }),
    );
    const file = fc.array(fc.tuple(held, reason), { minLength: 1 });
    const columns = fc.shuffledSubarray([...holdColumns], { minLength: holdColumns.length });
    const ends = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(file, columns, ends, fc.boolean(), (rows, order, end, hasMark) => {
        const cell = (text = '') => (/["',;\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const lines = rows.map(([each, why]) => {
          const cells: Record<string, string> = { ...each, reason: why };
          return order.map((column) => cell(cells[column])).join(',');
        });
        const written = bytesOf(`${hasMark ? '\uFEFF' : ''}${[order.join(','), ...lines].join(end)}${end}`);
        const { hold: got, count } = read(textOf('holds.csv', written));
        const all = rows.map(([each]) => each);
        const of = (field: string) => all.flatMap((each) => (field in each ? [Reflect.get(each, field)] : []));
        const isPair = (each: object) => 'packageId' in each && 'meetingVideoId' in each;
        expect(count).toBe(rows.length);
        expect(got.videos).toEqual(all.filter(isPair));
        expect(got.matterNumbers).toEqual(of('matterNumber'));
        expect(got.clientNumbers).toEqual(of('clientNumber'));
        expect([got.folderIds, got.teamIds, got.memberIds]).toEqual([of('folderId'), of('teamId'), of('memberId')]);
        const alone = all.filter((each) => !isPair(each));
        expect(got.packageIds).toEqual(alone.flatMap((each) => ('packageId' in each ? [each.packageId] : [])));
        expect(got.meetingVideoIds).toEqual(
          alone.flatMap((each) => ('meetingVideoId' in each ? [each.meetingVideoId] : [])),
        );
      }),
    );
  });
});

describe('a file of holds is refused as a whole', () => {
  test.each([
    [
      'a column that is misspelt',
      'packageid,reason\np1,x\n',
      'holds.csv:1: "packageid" is not a column of holds. Did you mean packageId?',
    ],
    [
      'a column that nobody knows',
      'packageId,until\np1,x\n',
      'holds.csv:1: "until" is not a column of holds. The first row must',
    ],
    ['a column twice', 'packageId,packageId\np1,\n', 'holds.csv:1: The column packageId is there twice.'],
    ['a column without a name', 'packageId,\np1,\n', 'holds.csv:1: A column has no name.'],
    ['no header', 'c603079c,v1\n', 'holds.csv:1: "c603079c" is not a column of holds.'],
    ['semicolons', 'packageId;reason\np1;x\n', 'Separate the columns with commas.'],
    ['nothing but reasons', 'reason\nx\n', 'holds.csv:1: No column names what is on hold.'],
    ['an empty line', 'packageId\np1\n\np2\n', 'holds.csv:3: This row is empty.'],
    ['an empty line at the end', 'packageId\np1\n\n', 'holds.csv:3: This row is empty.'],
    ['an empty row', 'packageId,reason\np1,\n,\n', 'holds.csv:3: This row is empty.'],
    ['a reason alone', 'packageId,reason\n,court\n', 'holds.csv:2: This row has a reason and names nothing'],
    [
      'two holds in a row',
      'packageId,matterNumber\np1,\np1,7\n',
      'holds.csv:3: This row fills packageId, matterNumber.',
    ],
    [
      'a row that was cut off',
      'packageId,reason\np1,x\np2\n',
      'holds.csv:3: This row has 1 cells, and the header has 2',
    ],
    ['a cell too many', 'packageId\np1,p2\n', 'holds.csv:2: This row has 2 cells, and the header has 1'],
    [
      'a quote that never ends',
      'packageId,reason\np1,x\np2,"y\np3,z\n',
      'holds.csv:3: A quote begins in this row and never',
    ],
    ['a quote within a cell', 'packageId,reason\np1,x "y" z\n', 'holds.csv:2: A quote stands in the middle of a cell.'],
    ['text after a quote', 'packageId,reason\n"p1"x,y\n', 'holds.csv:2: After a closing quote comes more text.'],
    ['a line break in an id', 'packageId\n"p\n1"\n', 'holds.csv:2: packageId has a line break'],
    ['a number that a spreadsheet rounded', 'matterNumber\n1.2E+15\n', 'holds.csv:2: matterNumber is 1.2E+15'],
    ['no byte', '', 'holds.csv: is empty. If nothing is on hold, say so with --no-holds.'],
    [
      'a header alone',
      `${header}\r\n`,
      'holds.csv: has a header and no hold. If nothing is on hold, say so with --no-holds.',
    ],
    [
      'Latin-1',
      new Uint8Array(Buffer.from('packageId,reason\np1,x\np2,Gr\xfcn\n', 'latin1')),
      'holds.csv:3: has letters in another encoding',
    ],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from('packageId\np1\n', 'utf16le')), 'holds.csv:1: contains a NUL'],
    [
      'UTF-16 that was cut off',
      new Uint8Array(Buffer.from('\uFEFFpackageId\np1\n', 'utf16le')).subarray(0, 19),
      'holds.csv: begins as UTF-16',
    ],
  ])('%s', (_, text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });
});
