import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HeldBy, holdOf } from '../src/hold.ts';
import { type Reason, reasons } from '../src/reasons.ts';
import type { Documents } from '../src/retention/documents/documents.ts';
import { formats } from '../src/retention/documents/formats.ts';
import type { DeletionPreview, PlanContents } from '../src/retention/documents/plan.ts';
import { type SealedKind, sealed } from '../src/retention/documents/seals.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import { type FormatOptions, formatDocument } from '../src/retention/show/formatDocument.ts';
import { aPlannedVideo, type Contents, kinds, plannedRules, sealKey, wholeContents } from './documents-fixtures.ts';
import { untyped } from './fixtures.ts';
import { type Json, placesIn, withChange } from './json.ts';
import { oddNames, oddPlan } from './odd-documents.ts';

const sealer = sealerOfHolder({ sealKey });

function documentOf<Kind extends SealedKind>(kind: Kind, fields: Partial<Contents<Kind>> = {}): Documents[Kind] {
  return sealed(kind, { ...wholeContents[kind], ...fields }, sealer);
}

function shown<Kind extends SealedKind>(
  kind: Kind,
  fields: Partial<Contents<Kind>> = {},
  options: Partial<FormatOptions> = {},
) {
  return formatDocument(documentOf(kind, fields), { format: 'markdown', ...options });
}

function preview(fields: Partial<PlanContents> = {}): DeletionPreview {
  const { id: _, format: __, ...contents } = wholeContents.plan;
  return {
    format: formats.preview,
    ...contents,
    ...fields,
    byYear: [
      { year: 2014, videos: 3 },
      { year: 2015, videos: 1 },
    ],
  };
}

const noStrike = { packageIds: [], meetingVideoIds: [] };
const totals = wholeContents.plan.totals;

describe('a document in Markdown', () => {
  test.each(kinds)('shows everything of a %s, in the order of whoever decides by it', async (kind) => {
    await expect(shown(kind, {}, { timeZone: 'America/Toronto' })).toMatchFileSnapshot(`documents/${kind}.md`);
  });

  test.each(kinds)('shows the same of a %s as plain text', async (kind) => {
    const options = { format: 'text', timeZone: 'America/Toronto' } as const;
    await expect(shown(kind, {}, options)).toMatchFileSnapshot(`documents/${kind}.txt`);
  });

  test('is the same on every run', () => {
    expect(shown('plan')).toBe(shown('plan'));
  });
});

describe('a plan', () => {
  test('says first what deletes nothing, or may delete too little', () => {
    const lines = (fields: Partial<Contents<'plan'>>) =>
      shown('plan', {
        mayBeIncomplete: false,
        unmatchedHolds: [],
        rules: { ...plannedRules, packages: { search: 'x' } },
        ...fields,
      });
    expect(lines({})).not.toContain('Needs attention');
    expect(lines({ totals: { ...totals, packages: 0, delete: 0 }, delete: [] })).toContain('- No package was listed');
    expect(lines({ totals: { ...totals, delete: 0 }, delete: [] })).toContain('- Nothing is to be deleted.');
    expect(lines({ rules: plannedRules })).toContain(
      '- Left to earlier plans by the rules: 40 packages created before `2010-01-01`.',
    );
    expect(lines({ mayBeIncomplete: true })).toContain('- Packages went away while they were listed');
    const keep = wholeContents.plan.keep.map((video) => ({ ...video, reason: 'unreadable' as const }));
    expect(lines({ keep })).toContain('- 3 videos are kept because the API does not let their packages be read.');
  });

  test('tells the cutoff in UTC, and in the zone that is asked for', () => {
    const cutoff = '2016-11-30T00:00:00.000Z';
    expect(shown('plan', { cutoff })).toContain('recorded and executed before 30 November 2016, 00:00 UTC: 10 years\n');
    const rules = { ...plannedRules, olderThan: { years: 1, months: 6, days: 1, since: 'created' as const } };
    expect(shown('plan', { cutoff, rules }, { timeZone: 'Asia/Kathmandu' })).toContain(
      'recorded before 30 November 2016, 00:00 UTC (30 November 2016, 05:45 in Asia/Kathmandu): 1 year, 6 months and 1 day\n',
    );
  });

  test.each<[Partial<typeof plannedRules>, string]>([
    [{ packages: { packageIds: ['p1', 'p2'] } }, 'Packages: by ID `p1`, `p2`'],
    [{ packages: { isExecuted: true, allMembers: false } }, 'Packages: not of all members; executed'],
    [
      { packages: { memberId: 'm', teamId: 't', folderId: 'f', days: 3 } },
      'of member `m`; of team `t`; in folder `f`; days left to sign `3`',
    ],
    [{ limits: { videos: 1 } }, 'Limit: at most 1 video\n'],
    [{ limits: { videos: 5000, share: 0.075 } }, 'Limit: at most 5,000 videos, in at most 7.5% of the packages'],
    [{ approvalsNeeded: 0 }, 'Approvals needed: none'],
    [{ approvalsNeeded: 1 }, 'This plan can be applied once 1 person approved it'],
    [{ requireArchive: false }, 'Archive: not required'],
  ])('tells the rule %j in words', (rules, words) => {
    expect(shown('plan', { rules: { ...plannedRules, ...rules } })).toContain(words);
  });

  test('counts the holds that kept nothing, and names those that did', () => {
    const text = shown('plan');
    expect(text).toContain('| matter `2012-0417` | 1 |\n| video `v4` of package `p1` | 1 |');
    expect(text).toContain('The other 9 entries on hold kept no video that is listed here.');
  });

  test('names how many videos each hold keeps', () => {
    const byMatter = { reason: 'held', heldBy: { matterNumber: '2012-0417' } } as const;
    const byClient = { reason: 'held', heldBy: { clientNumber: '5521' } } as const;
    const keep = [byMatter, byClient, byMatter, byMatter].map((held, place) => ({
      ...aPlannedVideo({ meetingVideoId: `k${place}` }),
      ...held,
    }));
    expect(shown('plan', { keep })).toContain('| matter `2012-0417` | 3 |\n| client `5521` | 1 |');
  });

  test('has subtotals for each package, where there are several', () => {
    const videos = [
      aPlannedVideo(),
      aPlannedVideo({ meetingVideoId: 'v2' }),
      aPlannedVideo({ packageId: 'p2', size: null }),
    ];
    expect(shown('plan', { delete: videos, totals: { ...totals, delete: 3 } })).toContain(
      '| `Lease, Queen Street` | `p1` | `2012-0417` | 2 | 8.8 MB |\n| `Lease, Queen Street` | `p2` | `2012-0417` | 1 | 0 bytes, and 1 video of unknown size |',
    );
  });
});

test('a preview says that it is no plan, what the limits are, and what each year would take', () => {
  const text = formatDocument(preview(), { format: 'markdown' });
  expect(text).toContain('# Preview of a deletion plan: 2 videos to delete');
  expect(text).toContain('This is not a plan and deletes nothing');
  expect(text).toContain('| 2014 | 3 |\n| 2015 | 1 |');
  expect(text).not.toContain('Fingerprint');
});

test('a rejection says that the plan cannot be applied', () => {
  const text = shown('approval', { decision: 'reject', note: null, strike: noStrike });
  expect(text).toContain('# Rejection of a deletion plan');
  expect(text).toContain('rejects the deletion plan `5891b5b522d5`. It cannot be applied');
});

test('a report gives every reason in words', () => {
  const videos = Object.keys(reasons).map((reason) => ({
    ...aPlannedVideo(),
    outcome: 'kept' as const,
    reason: untyped(reason),
  }));
  const text = shown('report', { videos });
  for (const words of Object.values(reasons) satisfies (typeof reasons)[Reason][]) expect(text).toContain(words);
});

test('a dry run says that nothing was deleted', () => {
  const videos = [{ ...aPlannedVideo(), outcome: 'wouldDelete' as const }];
  const text = shown('report', {
    dryRun: true,
    videos,
    totals: { ...wholeContents.report.totals, deleted: 0, wouldDelete: 1 },
  });
  expect(text).toContain('# Dry run: 1 video would be deleted');
  expect(text).toContain('Nothing was deleted: this is what an apply would have done');
  expect(text).toContain('## Would be deleted: 1');
});

test.each([
  [{ complete: true, settled: true }, 'Complete: every planned video is deleted'],
  [{ complete: false, settled: true }, 'Settled: every planned video is deleted or kept for a reason'],
  [{ complete: false, settled: false }, 'Not settled: something is left to do'],
])('a receipt with %j says so first', (fields, words) => {
  expect(shown('receipt', fields).split('\n')[2]).toContain(words);
});

describe('where rows are cut', () => {
  test('the first line says how many and where they are', () => {
    const cut = formatDocument(oddPlan(80), { format: 'markdown', maxRows: 2 });
    const line =
      'This is cut. Not shown here: 18 of 20 subtotals per package, 78 of 80 videos to delete, 1 of 3 videos to keep. They are in the document itself, under "delete" and "keep".';
    expect(cut.split('\n')[0]).toBe(`**${line}**`);
    expect(formatDocument(oddPlan(80), { format: 'html', maxRows: 2 })).toMatch(/^<p><strong>This is cut\./);
    const csv = formatDocument(oddPlan(80), { format: 'csv', maxRows: 2 }).split('\r\n');
    expect(csv[0]).toContain('78 of 80 videos to delete, 1 of 3 videos to keep');
    expect(csv).toHaveLength(1 + 1 + 4 + 1);
  });

  test('so it does where a preview lacks them', () => {
    const text = formatDocument(preview({ totals: { ...totals, delete: 5000 } }), { format: 'markdown' });
    expect(text.split('\n')[0]).toBe('**This is cut. Not shown here: 4,998 of 5,000 videos to delete.**');
    expect(text).toContain('To delete: 5,000 videos, at least 4.4 MB');
    expect(text).not.toContain('Recorded: ');
  });

  test('nothing is said where nothing is', () => {
    expect(shown('plan', {}, { maxRows: 3 })).toBe(shown('plan'));
  });
});

/** Markdown without its code spans, as GFM finds them: a span ends at a run of as many backticks as it began with. */
function outsideOfCode(line: string): string {
  let text = '';
  for (let at = 0; at < line.length; ) {
    const [run = ''] = /^`+/.exec(line.slice(at)) ?? [];
    if (run === '') {
      text += line[at];
      at += 1;
      continue;
    }
    const rest = line.slice(at + run.length);
    const end = [...rest.matchAll(/`+/g)].find(([found]) => found.length === run.length);
    if (!end) throw new Error(`A code span does not end: ${line}`);
    at += run.length + end.index + run.length;
  }
  return text;
}

const anyName = fc.oneof(
  fc.constantFrom(...oddNames),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('`', '|', '\\', ' ', 'a', '\n', '*', '<', '@') }),
);

describe('names from outside', () => {
  test('stand in code spans in Markdown, and in one cell of a table', () => {
    const marked = anyName.map((name) => `§${name}§`);
    fc.assert(
      fc.property(marked, (name) => {
        const text = shown('plan', { delete: [aPlannedVideo({ packageName: name, matterNumber: name, state: name })] });
        const rows = text.split('\n').filter((line) => line.includes('§'));
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          expect(outsideOfCode(row)).not.toContain('§');
          // GFM cuts a row at pipes before it looks for code; a backslash takes the next character with it.
          const cells = row.replace(/\\./g, '..').split('|');
          expect(cells).toHaveLength(11 + 2);
        }
      }),
    );
  });

  test('are quoted in plain text, and move nothing on a terminal', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = shown(
          'plan',
          { delete: [aPlannedVideo({ packageName: name, matterNumber: name, state: name })] },
          { format: 'text' },
        );
        // Beside what isolates right-to-left letters.
        expect(text.replaceAll(/[\n\u2068\u2069]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\u2800\p{Cs}]/u);
      }),
    );
  });

  test('are text in HTML, and isolated from what stands beside them', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = shown(
          'plan',
          { delete: [aPlannedVideo({ packageName: name, matterNumber: name, state: name })] },
          { format: 'html' },
        );
        const tags = new Set(text.match(/<\/?[a-z][^\s>]*/g)?.map((tag) => tag.replace(/<\/?/, '')));
        expect([...tags].filter((tag) => !known.has(tag))).toEqual([]);
        expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
        expect(text).not.toMatch(/[\p{Cf}\u2800\p{Cs}]/u);
      }),
    );
  });
});

const known = new Set([
  'p',
  'strong',
  'h2',
  'h3',
  'div',
  'ul',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'bdi',
  'code',
  'small',
  'br',
]);

test.each(kinds)('any text in a document of the kind %s may be anything', (kind) => {
  const json: Json = JSON.parse(JSON.stringify(documentOf(kind)));
  const hostile = '§</td><script>x</script>|*y*§';
  let count = 0;
  for (const place of placesIn(json)) {
    const changed = withChange(json, place, (old) => (typeof old === 'string' ? hostile : old));
    const written = (format: FormatOptions['format']) => formatDocument(untyped(changed), { format });
    try {
      written('markdown');
    } catch (error) {
      // Some texts are read strictly, such as times, seals and reasons.
      expect(error).toMatchObject({ reason: 'format' });
      continue;
    }
    count += 1;
    expect(outsideOfCode(written('markdown')), place.join('.')).not.toContain('§');
    expect(written('page'), place.join('.')).not.toMatch(/§<\/td>|<script/);
  }
  expect(count).toBeGreaterThan(3);
});

/** Reads CSV as RFC 4180 says. */
function cellsIn(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a document in CSV', () => {
  test('has a header, and a row for each video with times in the zone', async () => {
    for (const kind of ['plan', 'report', 'receipt'] as const) {
      const text = shown(kind, {}, { format: 'csv', timeZone: 'America/Toronto' });
      await expect(text).toMatchFileSnapshot(`documents/${kind}.csv`);
    }
  });

  test('gives back every name, after a quote where a spreadsheet would run it', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const text = shown('plan', { delete: [aPlannedVideo({ packageName: name })], keep: [] }, { format: 'csv' });
        const [header, row] = cellsIn(text);
        const cell = row?.[header?.indexOf('packageName') ?? -1] ?? '';
        const wellFormed = name.replace(/\p{Surrogate}/gu, '\uFFFD');
        expect([wellFormed, `'${wellFormed}`]).toContain(cell);
        expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@\t\r]/u);
        expect(row).toHaveLength(header?.length ?? -1);
      }),
    );
  });

  test.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', ' =1', '\u200B=1', '＝1', '＠a'])(
    'does not let %j run',
    (name) => {
      const [, row] = cellsIn(shown('plan', { delete: [aPlannedVideo({ packageName: name })] }, { format: 'csv' }));
      expect(row).toContain(`'${name}`);
    },
  );

  test('is refused for an approval, which has no rows', () => {
    expect(() => shown('approval', {}, { format: 'csv' })).toThrow(expect.objectContaining({ field: 'format' }));
  });
});

describe('a page', () => {
  test('needs nothing beside it, and runs nothing', () => {
    const text = formatDocument(oddPlan(60), { format: 'page' });
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">/);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(text).not.toMatch(/<(script|img|link|iframe|a)\b|@import|url\(/);
  });

  test('names the fingerprint on every sheet of paper', () => {
    const plan = documentOf('plan');
    const text = formatDocument(plan, { format: 'page' });
    expect(text).toContain(`content: "Fingerprint ${plan.seal.slice(0, 12)}"`);
  });
});

describe('times', () => {
  test.each([
    ['UTC', '2024-02-29T23:59:59.9999999Z', '2024-02-29T23:59:59.999+00:00'],
    ['America/Toronto', '2024-11-03T05:30:00Z', '2024-11-03T01:30:00.000-04:00'],
    ['America/Toronto', '2024-11-03T06:30:00Z', '2024-11-03T01:30:00.000-05:00'],
    ['America/St_Johns', '2024-07-01T00:00:00+02:00', '2024-06-30T19:30:00.000-02:30'],
    ['Asia/Kathmandu', '2023-12-31T23:00:00Z', '2024-01-01T04:45:00.000+05:45'],
    ['UTC', '2024-02-29 23:59', '2024-02-29 23:59'],
  ])('in %s: %s is %s', (timeZone, timeCreated, iso) => {
    const text = shown('plan', { delete: [aPlannedVideo({ timeCreated })] }, { format: 'csv', timeZone });
    const [header, row] = cellsIn(text);
    expect(row?.[header?.indexOf('timeCreated') ?? -1]).toBe(iso);
  });

  test('say the same instant in every zone', () => {
    const zones = fc.constantFrom('UTC', 'America/Toronto', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca');
    const instants = fc.date({ min: new Date('2001-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        const timeCreated = instant.toISOString();
        const text = shown('plan', { delete: [aPlannedVideo({ timeCreated })] }, { format: 'csv', timeZone });
        const [header, row] = cellsIn(text);
        expect(Date.parse(row?.[header?.indexOf('timeCreated') ?? -1] ?? '')).toBe(instant.getTime());
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['format', { format: 'pdf' }],
  ['format', {}],
  ['maxRows', { format: 'html', maxRows: 0 }],
  ['timeZone', { format: 'html', timeZone: 'Toronto' }],
  ['timeZone', { format: 'html', timeZone: 7 }],
  ['rows', { format: 'html', rows: 1 }],
])('%s is rejected in %j', (field, options) => {
  expect(() => formatDocument(documentOf('plan'), untyped(options))).toThrow(expect.objectContaining({ field }));
});

test.each([undefined, {}, { delete: [] }, 'plan', { ...wholeContents.plan }])(
  'what is no document is refused: %j',
  (value) => {
    expect(() => formatDocument(untyped(value), { format: 'html' })).toThrow(
      expect.objectContaining({ name: 'PlanRefusedError', reason: 'format' }),
    );
  },
);

describe('what is rare is said in words too', () => {
  const held: [HeldBy, string][] = [
    [{ packageId: 'p1' }, 'package `p1`'],
    [{ packageId: 'p1', meetingVideoId: 'v1' }, 'video `v1` of package `p1`'],
    [{ meetingVideoId: 'v1' }, 'video `v1`'],
    [{ matterNumber: 'm' }, 'matter `m`'],
    [{ clientNumber: 'c' }, 'client `c`'],
    [{ folderId: 'f' }, 'folder `f`'],
    [{ teamId: 't' }, 'team `t`'],
    [{ memberId: 'me' }, 'member `me`'],
  ];
  test.each(held)('a video held by %j', (heldBy, words) => {
    const keep = [{ ...aPlannedVideo(), reason: 'held' as const, heldBy }];
    const text = shown('plan', { keep, rules: { ...plannedRules, hold: holdOf({ teamIds: ['t'] }) } });
    expect(text).toContain(`| ${words} | 1 |`);
    expect(text).not.toContain('kept no video');
  });

  test.each([
    [{ isExecuted: false, allMembers: true }, 'Packages: of all members; not executed'],
    [{ isExecuted: true, allMembers: false }, 'Packages: not of all members; executed'],
  ])('packages by %j', (packages, words) => {
    expect(shown('plan', { rules: { ...plannedRules, packages } })).toContain(words);
  });

  test('a plan of nothing, and of no rules beyond the needed', () => {
    const none = Object.fromEntries(Object.keys(totals).map((name) => [name, 0]));
    const rules = { ...plannedRules, hold: holdOf({}), approvalsNeeded: 0, requireArchive: false };
    const text = shown('plan', { rules, delete: [], keep: [], alreadyDeleted: [], totals: untyped(none) });
    expect(text).toContain('Videos to delete: 0\n\nNone.');
    expect(text).toContain('Videos to keep: 0\n\nNone.');
    expect(text).toMatch(/On hold[^\n]*nothing/);
    expect(text).not.toContain('Holds that took effect');
    expect(text).not.toContain('Too young, in packages');
  });

  test('a server by its name, and packages and states that the API does not name', () => {
    const unnamed = [
      aPlannedVideo({ packageName: null, state: null }),
      aPlannedVideo({ packageId: 'p2', packageName: null, matterNumber: null }),
    ];
    const text = shown('plan', { server: 'https://sign.syngrafii.com/api/v1', delete: unnamed });
    expect(text).toContain('`https://sign.syngrafii.com/api/v1` (us)');
    expect(text).toContain('no name');
    expect(text).toContain('unknown');
  });

  test('several numbers on hold that match nothing', () => {
    const unmatchedHolds = ['1', '2'].map((value) => ({ field: 'clientNumbers' as const, value }));
    expect(shown('plan', { unmatchedHolds })).toContain(
      '2 numbers on hold match no package that was read: client `1`, client `2`.',
    );
  });

  test.each([
    [0, 'Nobody: the rules asked for no approval.'],
    [2, 'No approval is part of this document.'],
  ])('a report without approvals, where %s are needed', (approvalsNeeded, words) => {
    const { stopped: _, ...whole } = wholeContents.report;
    const videos = [{ ...aPlannedVideo(), outcome: 'alreadyDeleted' as const, timeDeleted: '2026-11-30T12:01:00Z' }];
    const report = { ...whole, approvals: [], videos, rules: { ...plannedRules, approvalsNeeded } };
    const text = formatDocument(sealed('report', report, sealer), { format: 'markdown' });
    expect(text).toContain(words);
    expect(text).toContain(', before this run');
  });

  test.each([
    [{ packageIds: ['p1', 'p2'], meetingVideoIds: [] }, '| 2 packages |'],
    [{ packageIds: [], meetingVideoIds: ['v1'] }, '| 1 video |'],
    [{ packageIds: ['p1'], meetingVideoIds: ['v1'] }, '| 1 package and 1 video |'],
  ])('an approval that strikes %j', (strike, words) => {
    const approvals = wholeContents.report.approvals.slice(0, 1).map((approval) => ({ ...approval, strike }));
    expect(shown('receipt', { approvals })).toContain(words);
  });

  test('an approval that strikes nothing', () => {
    expect(shown('approval', { strike: noStrike })).toContain('Nothing is struck from it.');
  });

  test('a receipt with nothing but a deletion of a package without a name outside the plan', () => {
    const [outside] = wholeContents.receipt.unplanned;
    const nothing = { deleted: [], kept: [], overdue: [], missing: [] };
    const unplanned = outside ? [{ ...outside, packageName: null }] : [];
    expect(shown('receipt', { ...nothing, unplanned })).toMatch(/Deleted or gone outside the plan[\s\S]*\| no name \|/);
    expect(shown('receipt', { ...nothing, unplanned: [] })).not.toContain('## Deleted or gone outside the plan');
  });

  test('a preview as a page, and one without years', () => {
    expect(formatDocument(preview(), { format: 'page' })).not.toContain('@bottom-left');
    expect(formatDocument({ ...preview(), byYear: [] }, { format: 'markdown' })).not.toContain('Recorded in');
  });

  test('a name with a backtick at its end', () => {
    expect(shown('plan', { delete: [aPlannedVideo({ packageName: '`a`' })] })).toContain('`` `a` ``');
  });

  test('a document that was not awaited', () => {
    const promise = untyped(Promise.resolve(documentOf('plan')));
    expect(() => formatDocument(promise, { format: 'markdown' })).toThrow(/await/);
  });
});
