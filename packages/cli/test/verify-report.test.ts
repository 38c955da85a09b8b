import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assumptions } from '../src/verify/contract.ts';
import { type Evidence, noEvidence } from '../src/verify/evidence.ts';
import { type Observed, observedOf, type Wanted, without } from '../src/verify/observed.ts';
import { probeNames, probes } from '../src/verify/probes.ts';
import { jsonOf, linesOf, reportOf } from '../src/verify/report.ts';

/** What a server may know and a report must not tell: in the words of the report there is no such thing. */
const secrets = [
  'a-key-of-the-test',
  'https://videos.example.com/one?access=qxqx',
  'Jane Doe',
  'zzqq\r\n# zzqq | zzqq',
  '\u001b[31mzzqq',
  '86753090',
];
const parts = ['a-key-of-the-test', 'videos.example', 'qxqx', 'Jane', 'zzqq', '\u001b', '86753090'];

const secret = fc.constantFrom<unknown>(...secrets, 86_753_090, -86_753_090);
const knownName = fc.constantFrom(
  ...['items', 'videos', 'total', 'take', 'skip', 'packageId', 'meetingVideoId', 'state', 'type', 'timeCreated', 'url'],
  ...['timeDeleted', 'timeRetention', 'error', 'message', 'name', 'next', 'size', 'isExecuted', '__proto__'],
);
const name = fc.oneof(knownName, fc.constantFrom(...secrets));
const value = fc.oneof(
  secret,
  fc.constantFrom(null, 50, 0, true, '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z', 'deleted', 'archived', 'one'),
  fc.constantFrom('package_not_found', 'api_key_not_authorized', 'package_delete_retention'),
);
const object = fc.dictionary(name, value, { maxKeys: 6 });
const list = fc.array(object, { maxLength: 4 });
const id = fc.constantFrom('lease', 'loan', ...secrets);
const fields = {
  page: fc.record({ items: list, total: value, take: value, skip: value }, { requiredKeys: ['items'] }),
  package: fc.record({ packageId: id, timeCreated: value, timeRetention: value }, { requiredKeys: ['packageId'] }),
  videos: fc.record({ packageId: id, videos: list, total: value }, { requiredKeys: ['videos'] }),
  deletion: fc.record({ packageId: id, videos: list }),
} satisfies Record<Wanted, fc.Arbitrary<object>>;
const error = fc.record({ error: value, message: value });

/** Bodies as the API might send them, with what it should not in them, and any others. */
function text(wants: Wanted): fc.Arbitrary<string> {
  const body = fc.tuple(object, fc.oneof(fields[wants], error, object)).map((each) => Object.assign({}, ...each));
  return fc.oneof(
    { weight: 5, arbitrary: body.map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: value.map(String) },
  );
}

function observed(wants: Wanted): fc.Arbitrary<Observed> {
  const status = fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 405, 409, 411, 422, 429, 500, 503);
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(status, text(wants), secret).map(([code, sent, header]) => {
        return observedOf(wants, { status: code, headers: { get: () => String(header) } }, sent);
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Observed>(without('lost', 'ECONNRESET'), without('tooLong'), without('notSent')),
    },
  );
}

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    asked: fc.record(Object.fromEntries(probeNames.map((each) => [each, observed(probes[each].wants)]))),
    details: fc.array(observed('package'), { maxLength: 3 }),
    videos: fc.array(observed('videos'), { maxLength: 3 }),
    deletion: fc.option(
      fc.record({
        packageId: fc.constant('lease'),
        meetingVideoId: fc.constant('one'),
        video: object,
        package: observed('package'),
        before: observed('videos'),
        first: fc.option(observed('deletion'), { nil: undefined }),
        isConfirmed: fc.boolean(),
        mayHaveDeleted: fc.boolean(),
        unmet: fc.constantFrom(undefined, 'changed'),
        after: fc.array(observed('videos'), { maxLength: 2 }),
        second: fc.option(observed('deletion'), { nil: undefined }),
      }),
      { nil: undefined },
    ),
    server: fc.constantFrom(
      'http://127.0.0.1:4010/api/v1',
      'https://sandbox.syngrafii.com/api/v1',
      'https://sign.example.com',
    ),
  })
  .map(({ asked, details, videos, deletion, server }) => {
    const all = [...Object.values(asked), ...details, ...videos];
    const log = all.map((each) => ({ words: 'a request', wants: 'page' as const, observed: each }));
    return Object.assign(noEvidence({ server, log }, deletion !== undefined), asked, { details, videos, deletion });
  });

test('nothing that a server sends shows in the output or in the report, but statuses, and fields and codes of the contract', () => {
  const plain = reportOf(noEvidence({ server: 'https://sign.example.com', log: [] }), new Date(0), undefined);
  const rowsIn = (report: string) => report.split('\n').filter((line) => line.startsWith('| `')).length;
  fc.assert(
    fc.property(evidence, (each) => {
      const report = reportOf(each, new Date(0), undefined);
      const output = linesOf(each);
      const forPrograms = jsonOf(each, undefined);
      for (const part of parts) expect(`${report}\n${output}\n${forPrograms}`).not.toContain(part);
      // A line break or a column of the server's would be seen in the table.
      expect(rowsIn(report)).toBe(rowsIn(plain));
      for (const line of report.split('\n').filter((row) => row.startsWith('| `'))) {
        expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
      }
      expect(output.split('\n').filter((line) => /^[✔✘·] /.test(line))).toHaveLength(assumptions.length);
    }),
  );
});

test('unknown fields are counted, not named', () => {
  const page = {
    items: [{ packageId: 'lease', qxqxOne: 1, qxqxTwo: 2 }],
    total: 1,
    take: 1,
    skip: 0,
    qxqxThree: 3,
  };
  const packages = observedOf('page', { status: 200, headers: { get: () => null } }, JSON.stringify(page));
  const report = reportOf(
    { ...noEvidence({ server: 'https://sign.example.com', log: [] }), packages },
    new Date(0),
    '',
  );
  expect(report).toContain('fields that the contract does not know: PackagePage 1, Package 2');
  expect(report).not.toContain('qxqx');
});
