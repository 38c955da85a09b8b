import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { createClientOn, InvalidRequestError } from 'iinked-sign';
import { planDeletion } from 'iinked-sign/retention';
import { describe, expect, test } from 'vitest';
import { explained } from '../src/files/explained.ts';
import { FileError } from '../src/files/FileError.ts';
import { policyFields, policyOf } from '../src/files/policy.ts';

const schema = JSON.parse(readFileSync(new URL('../retention.schema.json', import.meta.url), 'utf8'));
const isOfSchema = new Ajv({ strict: false, unicodeRegExp: true }).compile(schema);

const policy = {
  packages: { states: ['executed'] },
  olderThan: { years: 10, since: 'executed' },
  limits: { videos: 200, share: 0.5 },
};

/** Whether a policy would be carried out: the command reads it, and the client would begin to read the API. */
async function isAccepted(value: object): Promise<boolean> {
  const sent = new Error('It was sent.');
  const platform = { send: () => Promise.reject(sent), wait: () => Promise.resolve() };
  const client = createClientOn(platform, { apiKey: 'key', server: 'sandbox-us', maxRetries: 0 });
  try {
    await planDeletion(client, policyOf('retention.json', JSON.stringify(value)).rules);
  } catch (error) {
    if (error instanceof FileError) return false;
    return !(error instanceof InvalidRequestError);
  }
  return true;
}

function problemOf(text: string): string {
  try {
    policyOf('retention.json', text);
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  return 'it was read';
}

describe('a policy', () => {
  test('gives the rules to the client, and keeps what is about the command', () => {
    const own = {
      server: 'sandbox-us',
      timeZone: 'America/Toronto',
      unmatchedHolds: 'report',
      maxAgeHours: 24,
      stopAfterFailures: false,
    };
    const {
      file,
      lineOf: _,
      rules,
      ...rest
    } = policyOf('retention.json', JSON.stringify({ $schema: 'x', ...policy, ...own }));
    expect(rules).toEqual(policy);
    expect(rest).toEqual(own);
  });

  test.each([
    [
      'a field that is misspelt',
      '{\n  "packages": {},\n  "olderThen": {}\n}',
      'retention.json:3: olderThen is not a field of a policy. Did you mean olderThan?',
    ],
    [
      'a field in another case',
      '{ "timezone": "UTC" }',
      'retention.json:1: timezone is not a field of a policy. Did you mean timeZone?',
    ],
    [
      'a field that nobody knows',
      '{ "colour": 1 }',
      'retention.json:1: colour is not a field of a policy. It takes $schema, server',
    ],
    ['a hold', '{\n "hold": {} }', 'retention.json:2: hold is not a field of a policy: holds belong in holds.csv.'],
    ['a field twice', '{ "limits": { "videos": 1,\n"videos": 9 } }', 'retention.json:2: videos is there twice.'],
    ['a comment', '{\n // why\n}', 'retention.json:2: is not JSON: it has no comments.'],
    ['a comma too many', '{\n "limits": {},\n}', 'retention.json:3: is not JSON'],
    ['half a file', '{\n "limits": {', 'retention.json:2: is not JSON'],
    ['no byte', '', 'retention.json:1: is not JSON'],
    ['an array', '[]', 'retention.json: is not a policy'],
    ['a time zone that does not exist', '{\n"timeZone": "Mars" }', 'retention.json:2: timeZone must be a time zone'],
    ['an age that is none', '{ "maxAgeHours": 0 }', 'retention.json:1: maxAgeHours must be a number above 0.'],
    [
      'failures that are none',
      '{ "stopAfterFailures": true }',
      'retention.json:1: stopAfterFailures must be a whole number',
    ],
    [
      'a name that is no field of an object',
      '{ "__proto__": {} }',
      'retention.json:1: __proto__ is not a field of a policy.',
    ],
  ])('is refused for %s, with its line', (_, text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  test.each([
    [
      'limits.videos',
      '{\n"packages": { "states": ["executed"] },\n"olderThan": { "years": 1 },\n"limits": {\n"videos": 0 } }',
      5,
    ],
    [
      'a state',
      '{\n"packages": {\n"states": ["archived"] },\n"olderThan": { "years": 1 },\n"limits": { "videos": 1 } }',
      3,
    ],
    [
      'a field of the packages',
      '{\n"packages": {\n"stats": [] },\n"olderThan": { "years": 1 },\n"limits": { "videos": 1 } }',
      3,
    ],
    [
      'a field of the age',
      '{\n"packages": { "states": ["executed"] },\n"olderThan": {\n"yeers": 1 },\n"limits": { "videos": 1 } }',
      4,
    ],
  ])('that the client rejects for %s shows the line', async (_, text, line) => {
    const client = createClientOn(
      { send: () => Promise.reject(new Error('It was sent.')), wait: () => Promise.resolve() },
      { apiKey: 'key', server: 'sandbox-us' },
    );
    const read = policyOf('retention.json', text);
    const error = await planDeletion(client, read.rules).catch((thrown: unknown) =>
      explained(thrown, { policy: read, holds: undefined }),
    );
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ line });
  });
});

describe('the schema of a policy', () => {
  test('names the fields that the command reads', () => {
    expect(Object.keys(schema.properties).toSorted()).toEqual(policyFields.toSorted());
  });

  const table: Record<string, readonly unknown[]> = {
    packages: [
      {},
      { packageIds: [] },
      { packageIds: ['p'] },
      { packageIds: [''] },
      { packageIds: [' p'] },
      { packageIds: [7] },
      { packageIds: ['p'], states: ['executed'] },
      { packageIds: ['p'], createdFrom: '2019-01-01' },
      { states: [] },
      { states: ['executed'] },
      { states: ['EXECUTED'] },
      { states: ['Archived'] },
      { states: ['new-one'] },
      { states: [' '] },
      { types: ['Live Session'] },
      { isExecuted: true },
      { isExecuted: null },
      { isExecuted: 'yes' },
      { search: '*' },
      { search: 'lease' },
      { search: '' },
      { memberId: 'm' },
      { memberId: '' },
      { teamId: 't' },
      { folderId: 'f' },
      { folderId: null },
      { days: 0 },
      { days: -1 },
      { days: 1.5 },
      { allMembers: true },
      { allMembers: true, states: ['executed'] },
      { allMembers: 'yes', states: ['executed'] },
      { createdFrom: '2019-01-01', days: 1 },
      { createdFrom: '1999-01-01', days: 1 },
      { createdFrom: '2019-1-1', days: 1 },
      { createdFrom: '2019-01-01' },
      { take: 5, days: 1 },
      null,
      [],
      'all',
    ],
    olderThan: [
      {},
      { years: 0 },
      { years: 1 },
      { years: 100 },
      { years: 101 },
      { years: 1.5 },
      { years: -1 },
      { years: '1' },
      { months: 1200 },
      { months: 1201 },
      { days: 36_525 },
      { days: 36_526 },
      { days: 1, years: 0 },
      { since: 'created' },
      { years: 1, since: 'executed' },
      { years: 1, since: 'signed' },
      { weeks: 1 },
      { years: 1, weeks: 1 },
      null,
      10,
    ],
    states: [
      [],
      ['archived'],
      ['failed', 'stopped'],
      ['DELETED'],
      ['executed'],
      ['another'],
      [''],
      [7],
      null,
      'archived',
    ],
    limits: [
      {},
      { videos: 0 },
      { videos: 1 },
      { videos: 1.5 },
      { videos: '1' },
      { videos: 1, share: 0 },
      { videos: 1, share: 1 },
      { videos: 1, share: 1.1 },
      { share: 0.5 },
      { videos: 1, packages: 1 },
      null,
    ],
    approvalsNeeded: [0, 1, 2, -1, 1.5, '1', null],
    requireArchive: [true, false, 'yes', null],
    unmatchedHolds: ['reject', 'report', 'ignore', null],
    maxAgeHours: [1, 0.5, 0, -1, '1', null],
    stopAfterFailures: [1, false, true, 0, 1.5, null],
    server: ['sandbox-us', 7, null],
    $schema: ['x'],
    hold: [{}],
    colour: ['red'],
  };

  test.each(Object.keys(table))('and the command accept and reject the same values of %s', async (field) => {
    const differing = [];
    for (const value of table[field] ?? []) {
      const whole = { ...policy, [field]: value };
      if (isOfSchema(whole) !== (await isAccepted(whole))) differing.push(value);
    }
    expect(differing).toEqual([]);
  });

  test.each(['packages', 'olderThan', 'limits'])('and the command ask for %s', async (field) => {
    const { [field]: _, ...rest }: Record<string, unknown> = policy;
    expect([isOfSchema(rest), await isAccepted(rest)]).toEqual([false, false]);
  });

  test('and the command agree on any mixture of these', async () => {
    const fields = Object.fromEntries(
      Object.entries(table).map(([field, values]) => [field, fc.constantFrom(...values)]),
    );
    await fc.assert(
      fc.asyncProperty(fc.record(fields, { requiredKeys: [] }), async (some) => {
        const whole = { ...policy, ...some };
        expect(isOfSchema(whole)).toBe(await isAccepted(whole));
      }),
    );
  });
});
