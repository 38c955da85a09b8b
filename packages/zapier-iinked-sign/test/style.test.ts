import { describe, expect, test } from 'vitest';
import app from 'zapier-iinked-sign';
import { authentication } from '../src/authentication.ts';
import { aZap, failureOf } from './zap.ts';

const triggers = Object.values(app.triggers).map((each) => ['trigger', each] as const);
const searches = Object.values(app.searches).map((each) => ['search', each] as const);
const creates = Object.values(app.creates).map((each) => ['create', each] as const);
const all = [...triggers, ...searches, ...creates].map(([kind, each]) => ({ ...each, kind }));
const visible = all.filter(({ display }) => !display.hidden);

const fieldsOf = (inputFields: readonly object[] = []) =>
  inputFields.filter((field): field is Field => 'key' in field && typeof field.key === 'string');
type Field = { key: string; label?: string; helpText?: string; type?: string };

const beginnings = { trigger: /^Triggers when /, search: /^Finds /, create: /^(Permanently deletes|Creates|Records) / };
const titleCase =
  /^([A-Z][A-Za-z]*|\([A-Z][A-Za-z ]*\)|of|This|is)( ([A-Z][A-Za-z]*|\([A-Z][A-Za-z ]*\)|of|the|in|Is))*$/;

describe.each(visible)('$display.label, by the style of Zapier', ({ kind, display, noun, operation }) => {
  test('has a label in title case, a singular noun, and a description that is a sentence', () => {
    expect(display.label).toMatch(titleCase);
    expect([
      'Package',
      'Video',
      'Video List',
      'Deletion',
      'Deletion Plan',
      'Approval',
      'Deletion Report',
      'Receipt',
    ]).toContain(noun);
    expect(display.description).toMatch(beginnings[kind]);
    expect(display.description).toMatch(/\.$/);
  });

  test('has fields with labels of people, and a help text that ends as a sentence', () => {
    for (const { key, label, helpText, type } of fieldsOf(operation.inputFields)) {
      expect(helpText, key).toMatch(/[.`]$/);
      if (type === 'copy') continue;
      expect(label).toMatch(titleCase);
      expect(label).not.toMatch(/\bID\b/);
    }
  });

  test('has a sample and labelled output fields', () => {
    expect(Object.keys(operation.sample ?? {})).toContain('id');
    for (const field of operation.outputFields ?? [])
      expect(field).toMatchObject({ label: expect.stringMatching(/^[A-Z]/) });
  });
});

test('packages and videos are called Package and Video wherever one is chosen', () => {
  const labels = all.flatMap(({ operation }) => fieldsOf(operation.inputFields)).map(({ key, label }) => [key, label]);
  expect(new Set(labels.filter(([key]) => key === 'packageId').map(([, label]) => label))).toEqual(
    new Set(['Package']),
  );
  expect(new Set(labels.filter(([key]) => key === 'meetingVideoId').map(([, label]) => label))).toEqual(
    new Set(['Video']),
  );
});

test('the field of the API key links to the page of each server on which keys are', () => {
  const { helpText = '' }: Field = authentication.fields.find(({ key }) => key === 'apiKey') ?? { key: '' };
  const links = Array.from(helpText.matchAll(/\]\((.*?)\)/g), ([, link]) => link);
  const hosts = [
    'sign.syngrafii.com',
    'sign.syngrafii.ca',
    'sign.syngrafii.eu',
    'sandbox.syngrafii.com',
    'sandbox.syngrafii.eu',
  ];
  expect(links).toEqual(hosts.map((host) => `https://${host}/integration`));
});

test('an address in a help text that is no link stands in backticks', () => {
  const texts = [...authentication.fields, ...all.flatMap(({ operation }) => fieldsOf(operation.inputFields))];
  const bare = texts.flatMap(({ helpText = '' }: { helpText?: string }) =>
    helpText.replace(/`[^`]*`|\]\([^)]*\)/g, '').match(/https?:|\/api/g),
  );
  expect(bare.filter((found) => found !== null)).toEqual([]);
});

const internal =
  /packageId|meetingVideoId|apiKey|baseUrl|onlyIf|olderThan|countedFrom|retentionOver|dryRun|allowDeleteAll|deleteAll\b|undefined|\[object/;

test.each(visible)('no error of $display.label has an internal name', async ({ operation }) => {
  const { run } = await aZap();
  const wrong = [undefined, null, '', ' ', 'a,b', '{{1__id}}', 'x'.repeat(2000), '..', 7, {}, ['a'], true];
  const fields = fieldsOf(operation.inputFields).filter(({ type }) => type !== 'copy');
  const right: Record<string, unknown> = { packageId: 'lease', meetingVideoId: 'a', search: 'agreement' };
  const base = Object.fromEntries(fields.flatMap(({ key }) => (key in right ? [[key, right[key]]] : [])));
  const isDeletion = fields.some(({ key }) => key === 'dryRun');
  const messages: string[] = [];
  for (const { key } of fields) {
    for (const value of wrong) {
      const inputData = { ...base, ...(isDeletion && { dryRun: 'yes' }), [key]: value };
      messages.push((await failureOf(run({ operation }, inputData))).message);
    }
  }
  const errors = messages.filter((message) => !message.startsWith('It succeeded'));
  expect(errors.length).toBeGreaterThan(10);
  expect(errors.filter((message) => internal.test(message))).toEqual([]);
});

test.each([
  { apiKey: '' },
  { apiKey: 'one\ntwo' },
  { server: 'mars' },
  { server: '' },
  { baseUrl: '' },
  { baseUrl: 'https://exa mple.com/api/v1' },
  { baseUrl: 'https:\\\\example.com/api/v1' },
  { baseUrl: 'https://' },
  { baseUrl: 'http://example.com/api/v1' },
  { baseUrl: 'https://example.com/api/v1?x' },
  { baseUrl: 'https://me@example.com/api/v1' },
])('no error of a connection with %j has an internal name', async (wrong) => {
  const { tester, authData } = await aZap();
  const { message } = await failureOf(tester(authentication.test, { authData: { ...authData, ...wrong } }));
  expect(message).toMatch(/^\{"message":"(API Key|Server|Address of the Private Instance) (must|is)/);
  expect(message).not.toMatch(/sandbox-us|\bserver must/);
  expect(message).not.toMatch(internal);
});
