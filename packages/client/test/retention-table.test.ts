import { describe, expect, test } from 'vitest';
import { planDeletion, planTable } from '../src/retention.ts';
import { untyped } from './fixtures.ts';
import { anOldVideo, aPackage, rules, scene } from './retention-fixtures.ts';

async function aPlan() {
  const { client, emulator } = await scene([
    aPackage({
      packageId: 'p1',
      name: 'A | B <b>&\n# *x* [y](z) \u202Eabc',
      videos: [
        anOldVideo('one', { duration: 'PT1H2M3S', size: 999 }),
        anOldVideo('two', { duration: 'PT6S', size: 4_402_007 }),
        anOldVideo('three', { duration: null, size: null, timeCreated: '2019-07-15T16:53:44.342Z' }),
        anOldVideo('kept', { state: 'queued', duration: 'P1D' }),
      ],
    }),
  ]);
  return { plan: await planDeletion(client, rules), emulator };
}

describe('the table of a plan', () => {
  test('shows every video, then the totals, then what is kept and why, in Markdown', async () => {
    const { plan, emulator } = await aPlan();
    const name = 'A \\| B &lt;b&gt;&amp; \\# \\*x\\* \\[y\\]\\(z\\) U\\+202Eabc';
    expect(planTable(plan, { format: 'markdown' })).toBe(`## Videos to delete: 3

| Package | Video | Created | Length | Size |
| --- | --- | --- | --- | --- |
| ${name} | one | 2020-05-01T10:00:00.000Z | 1:02:03 | 999 bytes |
| ${name} | two | 2020-05-01T10:00:00.000Z | 0:00:06 | 4.4 MB |
| ${name} | three | 2019-07-15T16:53:44.342Z | unknown | unknown |

## Totals

|  |  |
| --- | --- |
| Server | ${emulator.url} |
| Plan | ${plan.id} |
| Made at | ${plan.createdAt} |
| Packages | in state: executed |
| Older than | 365 days |
| In state | archived |
| Packages on hold | none |
| Videos on hold | none |
| At most | 1000 videos |
| Packages listed | 1 |
| Videos listed, without deleted ones | 4 |
| To delete | 3 \\(4.4 MB\\) |
| To keep | 1 \\(state: 1\\) |
| Already deleted | 0 |

## Videos to keep: 1

| Package | Video | Created | Length | Size | Why |
| --- | --- | --- | --- | --- | --- |
| ${name} | kept | 2020-05-01T10:00:00.000Z | P1D | 1.0 kB | its state is not one of those that may be deleted |
`);
  });

  test('tells every rule in words', async () => {
    const { client } = await scene([aPackage({ packageId: 'p1', videos: [anOldVideo('one')] })]);
    const plan = await planDeletion(client, {
      ...rules,
      packages: { search: 'Lease*', states: ['executed', 'expired'], isExecuted: true, allMembers: false },
      states: ['archived', 'failed'],
      hold: { packageIds: ['p7', 'p8'], meetingVideoIds: ['v9'] },
      limits: { videos: 7, share: 0.29 },
    });
    const table = planTable(plan, { format: 'html' });
    for (const [name, value] of [
      ['Packages', 'of all members: no; search: Lease*; in state: executed, expired; executed: yes'],
      ['In state', 'archived, failed'],
      ['Packages on hold', 'p7, p8'],
      ['Videos on hold', 'v9'],
      ['At most', '7 videos, and a share of 0.29'],
    ]) {
      expect(table).toContain(`<tr><td>${name}</td><td>${value}</td></tr>`);
    }
  });

  test('is a fragment of HTML, in which nothing of the API is a tag', async () => {
    const { plan } = await aPlan();
    const html = planTable(plan, { format: 'html' });
    expect(html).toContain('<h2>Videos to delete: 3</h2>');
    expect(html).toContain('<tr><td>A | B &lt;b&gt;&amp; # *x* [y](z) U+202Eabc</td><td>one</td>');
    expect(html).not.toMatch(/<b>|<script|\u202E/);
    expect(html.match(/<tr>/g)).toHaveLength(4 + 15 + 2);
  });

  test('cuts only when asked to, and counts what it cut', async () => {
    const { plan } = await aPlan();
    const cut = planTable(plan, { format: 'markdown', maxRows: 2 });
    expect(cut).toContain('| two |');
    expect(cut).not.toContain('| three |');
    expect(cut).toContain('1 more are not shown.');
    expect(planTable(plan, { format: 'markdown', maxRows: 3 })).toBe(planTable(plan, { format: 'markdown' }));
  });

  test('says None where nothing is to be deleted', async () => {
    const { client } = await scene([]);
    expect(planTable(await planDeletion(client, rules), { format: 'markdown' })).toContain(
      '## Videos to delete: 0\n\nNone.\n',
    );
  });

  test.each([
    ['format', { format: 'text' }],
    ['format', {}],
    ['maxRows', { format: 'html', maxRows: 0 }],
    ['rows', { format: 'html', rows: 1 }],
  ])('rejects %s in %j', async (field, options) => {
    const { plan } = await aPlan();
    expect(() => planTable(plan, untyped(options))).toThrow(expect.objectContaining({ field }));
  });

  test('refuses what is no plan', () => {
    expect(() => planTable(untyped({ delete: [] }), { format: 'html' })).toThrow(
      expect.objectContaining({ name: 'PlanRefusedError', reason: 'format' }),
    );
  });
});
