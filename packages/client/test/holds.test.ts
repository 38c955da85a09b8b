import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { PackageFacts } from '../src/facts.ts';
import { type HeldBy, type Hold, holdFields, holdOf, type SealedHold, unitedHold } from '../src/hold.ts';
import { createHolds } from '../src/holds.ts';
import { InvalidRequestError } from '../src/index.ts';
import { numberKey } from '../src/spelling.ts';
import { untyped } from './fixtures.ts';

const packageId = 'c603079c-9f1b-4d0c-8a51-0f2b6e7d1a90';
const meetingVideoId = '8E57D4B6-27A1-4B6C-9E0E-5d3f1b2a4c68';

const heldBy = (hold: Hold, facts: PackageFacts = {}, ids = { packageId, meetingVideoId }): HeldBy | undefined =>
  createHolds(holdOf(hold)).heldBy({ ...ids, facts: [facts] });

/** Spellings of one id, as registers, mails and spreadsheets have them. */
const spellingsOfIds: [string, (id: string) => string][] = [
  ['as it is', (id) => id],
  ['in capitals', (id) => id.toUpperCase()],
  ['in small letters', (id) => id.toLowerCase()],
  ['with blanks around it', (id) => `  ${id} `],
  ['with a tab before and a line break after it', (id) => `\t${id}\r\n`],
  ['with no-break spaces around it', (id) => `\u00a0${id}\u202f`],
  ['with a byte order mark before it', (id) => `\ufeff${id}`],
  ['with invisible characters around it', (id) => `\u200b\u2060${id}\u200e\u00ad\u2800\u3164`],
  ['in braces, as .NET and SQL Server write it', (id) => `{${id}}`],
  ['in brackets', (id) => `[${id}]`],
  ['in parentheses', (id) => `(${id})`],
  ['in angle brackets', (id) => `<${id}>`],
  ['in quotes', (id) => `"${id}"`],
  ['in single quotes', (id) => `'${id}'`],
  ['with the apostrophe that makes a cell a text', (id) => `'${id}`],
  ['in typographic quotes', (id) => `“${id}”`],
  ['in German quotes', (id) => `„${id}“`],
  ['in French quotes with blanks', (id) => `« ${id} »`],
  ['in backticks', (id) => `\`${id}\``],
  ['in braces, in quotes, in blanks', (id) => ` "{${id.toUpperCase()}}" `],
  ['in full-width characters', fullWidth],
  ['with the dashes that a word processor makes', (id) => id.replaceAll('-', '\u2011')],
  ['with en dashes', (id) => id.replaceAll('-', '–')],
  ['without the dashes of a GUID', (id) => id.replaceAll('-', '')],
];

/** Spellings of one number of a matter or a client. */
const spellingsOfNumbers: [string, (number: string) => string][] = [
  ...spellingsOfIds,
  ['with slashes', (number) => number.replaceAll('-', '/')],
  ['with dots', (number) => number.replaceAll('-', '.')],
  ['with underscores', (number) => number.replaceAll('-', '_')],
  ['with blanks instead of dashes', (number) => number.replaceAll('-', ' ')],
  // The iota below a Greek letter is a letter: in capitals it stands beside it.
  ['without its accents', (number) => number.normalize('NFD').replace(/(?!\u0345)\p{M}/gu, '')],
  ['with its accents as characters of their own', (number) => number.normalize('NFD')],
  ['with blanks between the letters', (number) => Array.from(number).join(' ')],
  ['with a number sign', (number) => `# ${number}`],
  ['with a soft hyphen', (number) => parted(number, '\u00ad')],
  ['with a zero-width space', (number) => parted(number, '\u200b')],
];

function parted(text: string, by: string): string {
  const letters = Array.from(text);
  return [...letters.slice(0, 3), by, ...letters.slice(3)].join('');
}

function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

describe.each(spellingsOfIds)('an id that is spelt %s', (_, spell) => {
  test.each<[string, (id: string) => Hold, string]>([
    ['a package', (id) => ({ packageIds: ['x', id] }), packageId],
    ['a video', (id) => ({ meetingVideoIds: ['x', id] }), meetingVideoId],
    ['a package, in the list of videos', (id) => ({ meetingVideoIds: [id] }), packageId],
    ['a video, in the list of packages', (id) => ({ packageIds: [id] }), meetingVideoId],
  ])('holds %s', (_, hold, id) => {
    expect(heldBy(hold(spell(id)))).toBeDefined();
    expect(heldBy(hold(id), {}, { packageId: spell(packageId), meetingVideoId: spell(meetingVideoId) })).toBeDefined();
    expect(heldBy(hold(spell(id)), {}, { packageId: 'other', meetingVideoId: 'another' })).toBeUndefined();
  });

  test('holds the video of a pair, also where the two changed places', () => {
    const pair = { packageId: spell(packageId), meetingVideoId: spell(meetingVideoId) };
    const swapped = { packageId: pair.meetingVideoId, meetingVideoId: pair.packageId };
    expect(heldBy({ videos: [pair] })).toEqual(holdOf({ videos: [pair] }).videos[0]);
    expect(heldBy({ videos: [swapped] })).toBeDefined();
    expect(heldBy({ videos: [pair] }, {}, { packageId, meetingVideoId: 'another' })).toBeUndefined();
  });

  test('holds the packages of a folder, a team and a member', () => {
    for (const [list, field] of [
      ['folderIds', 'folderId'],
      ['teamIds', 'teamId'],
      ['memberIds', 'memberId'],
    ] as const) {
      const hold = { [list]: [spell(packageId)] };
      expect(heldBy(hold, { [field]: packageId })).toEqual({ [field]: holdOf(hold)[list][0] });
      expect(heldBy(hold, { [field]: 'other' })).toBeUndefined();
      expect(heldBy(hold, { [field]: null })).toBeUndefined();
    }
  });

  test('is sealed and asked for without what was copied along with it', () => {
    expect(holdOf({ packageIds: [spell(packageId)] }).packageIds[0]).toMatch(/^[\p{L}\p{N}\p{Pd}]+$/u);
  });
});

describe.each(spellingsOfNumbers)('a number that is spelt %s', (_, spell) => {
  test('holds the packages of a matter and of a client', () => {
    for (const [list, field] of [
      ['matterNumbers', 'matterNumber'],
      ['clientNumbers', 'clientNumber'],
    ] as const) {
      for (const number of ['2019-0417', 'Müller-ß-7', 'AB-00-12']) {
        const hold = { [list]: ['x', spell(number)] };
        expect(heldBy(hold, { [field]: number })).toEqual({ [field]: spell(number) });
        expect(heldBy({ [list]: [number] }, { [field]: spell(number) })).toEqual({ [field]: number });
        expect(heldBy(hold, { [field]: `${number}1` })).toBeUndefined();
      }
    }
  });
});

test.each([
  ['20190417', 20190417],
  ['2019-0417', 20190417],
  ['0417', 417],
  ['000', 0],
])('the number %s on hold holds the JSON number %d, which has lost its zeros', (number, value) => {
  expect(heldBy({ matterNumbers: [number] }, { matterNumber: value })).toEqual({ matterNumber: number });
  expect(heldBy({ matterNumbers: [number] }, { matterNumber: value + 1 })).toBeUndefined();
});

test('an accent at the end of a number belongs to the letter before it', () => {
  expect(holdOf({ folderIds: ['"q\u0301"'] }).folderIds).toEqual(['q\u0301']);
});

test.each([null, undefined, '', ' ', '-', {}, []])('a package with the number %j has none', (number) => {
  expect(heldBy({ matterNumbers: ['x'], clientNumbers: ['x'] }, { matterNumber: number })).toBeUndefined();
});

test('the list of packages holds, and so does Get Package', () => {
  const holds = createHolds(holdOf({ matterNumbers: ['7'] }));
  const [seven, eight] = [{ matterNumber: '7' }, { matterNumber: '8' }];
  const by = (...facts: PackageFacts[]) => holds.heldBy({ packageId, meetingVideoId, facts });
  expect([by(seven, eight), by(eight, seven), by(seven), by(eight), by()]).toEqual([
    { matterNumber: '7' },
    { matterNumber: '7' },
    { matterNumber: '7' },
    undefined,
    undefined,
  ]);
});

test('what holds a video is the first of the rules, in their order and as they spell it', () => {
  const facts = { matterNumber: '7', clientNumber: '8', folderId: 'f', teamId: 't', memberId: 'm' };
  const hold: Required<Hold> = {
    memberIds: ['M'],
    teamIds: ['T'],
    folderIds: ['F'],
    clientNumbers: ['# 8'],
    matterNumbers: ['# 7'],
    meetingVideoIds: [meetingVideoId.toUpperCase()],
    videos: [{ packageId, meetingVideoId: meetingVideoId.toUpperCase() }],
    packageIds: [packageId.toUpperCase()],
    unmatched: 'report',
  };
  const expected: HeldBy[] = [
    { packageId: packageId.toUpperCase() },
    { packageId, meetingVideoId: meetingVideoId.toUpperCase() },
    { meetingVideoId: meetingVideoId.toUpperCase() },
    { matterNumber: '# 7' },
    { clientNumber: '# 8' },
    { folderId: 'F' },
    { teamId: 'T' },
    { memberId: 'M' },
  ];
  for (const [place, field] of holdFields.entries()) {
    expect(heldBy(hold, facts)).toEqual(expected[place]);
    hold[field] = [];
  }
  expect(heldBy(hold, facts)).toBeUndefined();
});

test('a package that the API lists under a folder on hold is held, whatever it carries', () => {
  const holds = createHolds(holdOf({ folderIds: ['F'], teamIds: ['t'] }));
  holds.listedUnder('folderIds', 'f', packageId.toUpperCase());
  holds.listedUnder('folderIds', 'other', 'p');
  expect(holds.heldBy({ packageId, meetingVideoId, facts: [{ folderId: null }] })).toEqual({ folderId: 'F' });
  expect(holds.heldBy({ packageId: 'p', meetingVideoId, facts: [] })).toBeUndefined();
  expect(holds.unmatched()).toEqual([{ field: 'teamIds', value: 't' }]);
});

const alphabet = fc.constantFrom(...'abcXYZ0123456789-');
const ids = fc.string({ unit: alphabet, minLength: 1, maxLength: 40 }).filter((id) => /[a-z0-9]/i.test(id));
const spellId = fc.array(fc.constantFrom(...spellingsOfIds.map(([, spell]) => spell)), { maxLength: 4 });
const spellNumber = fc.array(fc.constantFrom(...spellingsOfNumbers.map(([, spell]) => spell)), { maxLength: 4 });
const spelt = (text: string, spellings: readonly ((text: string) => string)[]) =>
  spellings.reduce((sofar, spell) => spell(sofar), text);

describe('whatever is on hold', () => {
  test('an id holds in every spelling of every spelling', () => {
    fc.assert(
      fc.property(fc.uuid(), spellId, spellId, (id, mine, theirs) => {
        const hold = { packageIds: [spelt(id, mine)] };
        expect(heldBy(hold, {}, { packageId: spelt(id, theirs), meetingVideoId: 'v' })).toBeDefined();
        expect(heldBy(hold, {}, { packageId: 'p', meetingVideoId: spelt(id, theirs) })).toBeDefined();
      }),
    );
  });

  test('a number holds in every spelling of every spelling, of any script', () => {
    const numbers = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => numberKey(text) !== '');
    fc.assert(
      fc.property(fc.oneof(ids, numbers), spellNumber, spellNumber, (number, mine, theirs) => {
        const hold = { clientNumbers: [spelt(number, mine)] };
        expect(heldBy(hold, { clientNumber: spelt(number, theirs) })).toBeDefined();
      }),
    );
  });

  const holdsOfAll: fc.Arbitrary<Hold> = fc.record(
    {
      packageIds: fc.array(ids),
      videos: fc.array(fc.record({ packageId: ids, meetingVideoId: ids })),
      meetingVideoIds: fc.array(ids),
      matterNumbers: fc.array(ids),
      clientNumbers: fc.array(ids),
      folderIds: fc.array(ids),
      teamIds: fc.array(ids),
      memberIds: fc.array(ids),
      unmatched: fc.constantFrom('reject', 'report'),
    },
    { requiredKeys: [] },
  );

  test('a sealed hold reads as itself', () => {
    fc.assert(
      fc.property(holdsOfAll, (hold) => {
        const sealed = holdOf(hold);
        expect(JSON.stringify(holdOf(sealed))).toBe(JSON.stringify(sealed));
        expect(unitedHold(sealed, sealed)).toEqual(sealed);
      }),
    );
  });

  test('what is held by one of two holds is held by both together', () => {
    const subject = fc.record({ packageId: ids, meetingVideoId: ids });
    fc.assert(
      fc.property(holdsOfAll, holdsOfAll, subject, ids, (one, other, video, id) => {
        const facts = { matterNumber: id, clientNumber: id, folderId: id, teamId: id, memberId: id };
        const isHeld = (hold: SealedHold) => createHolds(hold).heldBy({ ...video, facts: [facts] }) !== undefined;
        const [first, second] = [holdOf(one), holdOf(other)];
        expect(isHeld(unitedHold(first, second))).toBe(isHeld(first) || isHeld(second));
      }),
    );
  });
});

describe('a hold that would hold nothing is rejected', () => {
  test.each<[string, unknown]>([
    ['hold', undefined],
    ['hold', null],
    ['hold', []],
    ['hold', 'a'],
    ['matterNumber', { matterNumber: '7' }],
    ['hold.unmatched', { unmatched: 'ignore' }],
    ['hold.unmatched', { unmatched: undefined }],
    ...holdFields.flatMap((field): [string, unknown][] => [
      [`hold.${field}`, { [field]: undefined }],
      [`hold.${field}`, { [field]: null }],
      [`hold.${field}`, { [field]: 'a' }],
      [`hold.${field}`, { [field]: { 0: 'a' } }],
    ]),
    ...holdFields
      .filter((field) => field !== 'videos')
      .flatMap((field): [string, unknown][] => [
        [`hold.${field}`, { [field]: [7] }],
        [`hold.${field}[1]`, { [field]: ['a', ''] }],
        [`hold.${field}[0]`, { [field]: [' \u200b'] }],
        [`hold.${field}[0]`, { [field]: ['{}'] }],
      ]),
    ['hold.packageIds[0]', { packageIds: ['a\u200bb'] }],
    ['hold.packageIds[0]', { packageIds: ['..'] }],
    ['hold.packageIds[0]', { packageIds: ['a'.repeat(1001)] }],
    ['hold.matterNumbers[0]', { matterNumbers: ['-/-'] }],
    ['hold.videos', { videos: 'p/v' }],
    ['hold.videos[0]', { videos: ['p/v'] }],
    ['hold.videos[0].meetingVideoId', { videos: [{ packageId: 'p' }] }],
    [
      'hold.videos[1].packageId',
      {
        videos: [
          { packageId: 'p', meetingVideoId: 'v' },
          { packageId: '""', meetingVideoId: 'v' },
        ],
      },
    ],
    ['video', { videos: [{ packageId: 'p', video: 'v' }] }],
  ])('%s in %j', (field, hold) => {
    expect(() => holdOf(untyped(hold))).toThrow(InvalidRequestError);
    expect(() => holdOf(untyped(hold))).toThrow(expect.objectContaining({ field }));
  });
});

describe('what is on hold and matches nothing', () => {
  const all: Required<Hold> = {
    packageIds: ['P'],
    videos: [{ packageId: 'p2', meetingVideoId: 'v2' }],
    meetingVideoIds: ['v'],
    matterNumbers: ['2019-0417'],
    clientNumbers: ['ACME 12'],
    folderIds: ['f'],
    teamIds: ['t'],
    memberIds: ['m'],
    unmatched: 'reject',
  };

  test('is listed as the rules spell it: ids, pairs and filters first, then the numbers, those with one near to them first', () => {
    const holds = createHolds(
      holdOf({ ...all, matterNumbers: ['2019-0417', '7777'], clientNumbers: ['8888', 'ACME 12'] }),
    );
    holds.see('x', { matterNumber: '2019/0471', clientNumber: 'acme' });
    holds.see('y', { clientNumber: 'Acme 1-2/3' });
    expect(holds.unmatched()).toEqual([
      { field: 'packageIds', value: 'P' },
      { field: 'videos', value: { packageId: 'p2', meetingVideoId: 'v2' } },
      { field: 'meetingVideoIds', value: 'v' },
      { field: 'folderIds', value: 'f' },
      { field: 'teamIds', value: 't' },
      { field: 'memberIds', value: 'm' },
      { field: 'matterNumbers', value: '2019-0417', near: '2019/0471' },
      { field: 'clientNumbers', value: 'ACME 12', near: 'Acme 1-2/3' },
      { field: 'matterNumbers', value: '7777' },
      { field: 'clientNumbers', value: '8888' },
    ]);
  });

  test('is less with everything that is read, listed or asked for', () => {
    const holds = createHolds(holdOf(all));
    const steps: [field: string, () => void][] = [
      ['packageIds', () => holds.see('p', {})],
      ['videos', () => holds.found('videos', { packageId: 'P2', meetingVideoId: 'V2' })],
      ['meetingVideoIds', () => holds.seeVideo('x', 'V')],
      ['folderIds', () => holds.see('x', { folderId: 'F' })],
      ['teamIds', () => holds.found('teamIds', 'T')],
      ['memberIds', () => holds.listedUnder('memberIds', 'M', 'x')],
      ['matterNumbers', () => holds.see('x', { matterNumber: 20190417 })],
      ['clientNumbers', () => holds.see('x', { clientNumber: 'acme12' })],
    ];
    for (const [place, [, step]] of steps.entries()) {
      expect(holds.unmatched().map(({ field }) => field)).toEqual(steps.slice(place).map(([field]) => field));
      step();
    }
    expect(holds.unmatched()).toEqual([]);
  });

  test('is not an id that stands in the wrong list, and not a pair whose video was read', () => {
    const holds = createHolds(holdOf({ packageIds: ['v'], meetingVideoIds: ['p'], videos: all.videos ?? [] }));
    holds.see('p', {});
    holds.seeVideo('p', 'v');
    holds.seeVideo('p2', 'v2');
    expect(holds.unmatched()).toEqual([]);
  });

  test('is every number where no package has such a field: the API does not say it', () => {
    const holds = createHolds(holdOf({ matterNumbers: ['7'], clientNumbers: ['8'] }));
    expect(holds.unsaid()).toEqual([]);
    holds.see('p', {});
    expect(holds.unsaid()).toEqual(['matterNumbers', 'clientNumbers']);
    holds.see('q', { clientNumber: null });
    expect(holds.unsaid()).toEqual(['matterNumbers']);
    expect(createHolds(holdOf({})).unsaid()).toEqual([]);
  });
});

describe('a number that is nearly one that was read', () => {
  const nearOf = (onHold: string, read: string) => {
    const holds = createHolds(holdOf({ matterNumbers: [onHold] }));
    holds.see('p', { matterNumber: read });
    return holds.unmatched()[0]?.near;
  };

  test.each([
    ['2019-0417', '2019-0418', 'another digit'],
    ['2019-0417', '2019-417', 'a digit less'],
    ['2019-0417', '2019-04177', 'a digit more'],
    ['2019-0417', '2019-0471', 'two digits that changed places'],
    ['A-1', 'b1', 'another letter'],
    ['1', '2', 'another digit, of one'],
  ])('%s is near to %s: %s', (onHold, read) => {
    expect([nearOf(onHold, read), nearOf(read, onHold)]).toEqual([read, onHold]);
  });

  test.each([
    ['2019-0417', '2019-0426'],
    ['2019-0417', '2018-0418'],
    ['1234', '2345'],
    ['2019-0417', '7140-9102'],
    ['a'.repeat(100), 'a'.repeat(99)],
  ])('%s is not near to %s', (onHold, read) => {
    expect([nearOf(onHold, read), nearOf(read, onHold)]).toEqual([undefined, undefined]);
  });

  test('is found as by comparing each with each', () => {
    const numbers = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'ab1'), minLength: 1, maxLength: 5 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(numbers, numbers, (onHold, read) => {
        const holds = createHolds(holdOf({ matterNumbers: onHold }));
        for (const matterNumber of read) holds.see('p', { matterNumber });
        const expected = onHold
          .filter((each) => !read.includes(each))
          .map((each) => ({ value: each, near: read.find((other) => isOneStepAway(each, other)) }));
        const found = holds.unmatched().map(({ value, near }) => ({ value, near }));
        expect(found).toEqual([
          ...expected.filter(({ near }) => near !== undefined),
          ...expected.filter(({ near }) => near === undefined),
        ]);
      }),
    );
  });
});

test.each<[string, (place: number) => string]>([
  ['differ in a digit', (place) => `2019-${place}`],
  ['are one letter each', (place) => String.fromCodePoint(0x4e00 + place)],
])('ten times as many numbers that %s take ten times the steps', (_, numberAt) => {
  const stepsOf = (size: number) => {
    const slices = vi.spyOn(String.prototype, 'slice');
    const filters = vi.spyOn(Array.prototype, 'filter');
    const numbers = Array.from({ length: 2 * size }, (_, place) => numberAt(place));
    const holds = createHolds(holdOf({ matterNumbers: numbers.slice(0, size) }));
    for (const matterNumber of numbers.slice(size)) holds.see('p', { matterNumber });
    expect(holds.unmatched()).toHaveLength(size);
    const looks = filters.mock.contexts.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
    const steps = slices.mock.calls.length + looks;
    vi.restoreAllMocks();
    return steps;
  };
  expect(stepsOf(10_000)).toBeLessThan(15 * stepsOf(1000));
});

/** Every text that one slip of the finger makes of another. */
function isOneStepAway(one: string, other: string): boolean {
  const slips = Array.from(`${one} `, (_, place) => {
    const [before, letter, next, after] = [
      one.slice(0, place),
      one.charAt(place),
      one.charAt(place + 1),
      one.slice(place + 1),
    ];
    return [
      before + after,
      before + next + letter + one.slice(place + 2),
      ...Array.from('ab1', (typed) => [before + typed + after, before + typed + letter + after]).flat(),
    ];
  });
  return one !== other && slips.flat().includes(other);
}
