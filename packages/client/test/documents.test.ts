import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClient, PlanRefusedError } from '../src/index.ts';
import { documentOf } from '../src/retention/documents/documents.ts';
import { formats } from '../src/retention/documents/formats.ts';
import { type SealedKind, sealed, verifyDocument } from '../src/retention/documents/seals.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import { aPlannedVideo, kinds, sealKey, wholeContents } from './documents-fixtures.ts';
import { untyped } from './fixtures.ts';
import { changes, type Json, placesIn, sorted, withChange } from './json.ts';

const sealer = sealerOfHolder({ sealKey });

function jsonOf(kind: SealedKind): Json {
  return JSON.parse(JSON.stringify(sealed(kind, untyped(wholeContents[kind]), sealer)));
}

/** Why a document is refused, or its kind where it is not. */
function verdict(document: unknown, holder: Parameters<typeof verifyDocument>[0] = { sealKey }): string {
  try {
    return verifyDocument(holder, document);
  } catch (error) {
    if (!(error instanceof PlanRefusedError)) throw error;
    expect(error.message.match(/Nothing was/g)).toHaveLength(1);
    return error.reason;
  }
}

describe.each(kinds)('the seal of a document of the kind %s', (kind) => {
  test('covers every field: any change that shows in the JSON is refused', () => {
    const json = jsonOf(kind);
    const text = JSON.stringify(sorted(json));
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(json)), changes, (place, change) => {
        const changed = withChange(json, place, change) ?? null;
        fc.pre(JSON.stringify(sorted(changed)) !== text);
        expect(['format', 'key', 'seal']).toContain(verdict(changed));
      }),
      { numRuns: 1000 },
    );
  });

  test('breaks when any single value is another of the same type', () => {
    const json = jsonOf(kind);
    const unlike: Record<string, (value: never) => Json> = {
      string: (value: string) => `${value}0`,
      number: (value: number) => value + 1,
      boolean: (value: boolean) => !value,
    };
    const leaves = placesIn(json).filter((place) => {
      let found: string | undefined;
      withChange(json, place, (value) => {
        found = typeof value;
        return value;
      });
      return found !== undefined && found in unlike;
    });
    expect(leaves.length).toBeGreaterThan(10);
    for (const place of leaves) {
      const changed = withChange(json, place, (value) => unlike[typeof value]?.(untyped(value)) ?? value);
      expect(['format', 'key', 'seal'], place.join('.')).toContain(verdict(changed));
    }
  });

  test('holds after a round trip, with fields in another order and spaces between them', () => {
    const reordered: unknown = JSON.parse(JSON.stringify(sorted(jsonOf(kind)), null, 3));
    expect(verdict(reordered)).toBe(kind);
  });

  test('is what another implementation makes of the same key', () => {
    const { seal, ...rest } = sealed(kind, untyped(wholeContents[kind]), sealer);
    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text);
    const key = hmac(sealKey, 'iinked-sign deletion plan').digest();
    expect(rest.keyId).toBe(hmac(key, 'iinked-sign key id').digest('hex').slice(0, 16));
    expect(seal).toBe(hmac(key, JSON.stringify(rest)).digest('hex'));
  });

  test('is of one key', () => {
    expect(verdict(jsonOf(kind), { sealKey: `${sealKey}.` })).toBe('key');
    expect(verdict(jsonOf(kind), createClient({ apiKey: 'k', server: 'us' }))).toBe('key');
  });

  test('says which other document it was given', () => {
    for (const other of kinds.filter((each) => each !== kind)) {
      expect(() => documentOf(kind, jsonOf(other))).toThrow(/It is another document/);
    }
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'plan'],
    ['an array', []],
    ['an empty object', {}],
    ['something without JSON', 7n],
    ['a preview', { format: formats.preview }],
    ['a plan of an earlier version', { format: 'iinked-sign/deletion-plan/1' }],
  ])('is not in %s', (_, value) => {
    expect(verdict(value)).toBe('format');
    expect(() => documentOf(kind, value)).toThrow(expect.objectContaining({ reason: 'format' }));
  });
});

test('half a character in a name survives a file', () => {
  const video = aPlannedVideo({ packageName: 'Lease \uD800', matterNumber: '\uDFFF' });
  const made = sealed('plan', { ...wholeContents.plan, delete: [video] }, sealer);
  const inAFile = new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(made)));
  expect(made.delete[0]).toMatchObject({ packageName: 'Lease \uFFFD', matterNumber: '\uFFFD' });
  expect(verdict(JSON.parse(inAFile))).toBe('plan');
  expect(verdict(JSON.parse(inAFile.replace('\uFFFD', '\\ud800')))).toBe('format');
});

test('an object that reads differently from its JSON is what its JSON is', () => {
  const made = sealed('plan', wholeContents.plan, sealer);
  const other = { ...made, delete: [] };
  expect(verdict({ ...made, toJSON: () => other })).toBe('seal');
  expect(verdict({ ...other, toJSON: () => made })).toBe('plan');
});

test.each(['fifteen letters', ` ${'-'.repeat(15)} `, '', undefined, null, 7])(
  'a document is not sealed with a key that can be guessed: %j',
  (key) => {
    expect(() => verifyDocument(untyped({ sealKey: key }), {})).toThrow(expect.objectContaining({ field: 'sealKey' }));
  },
);

test.each([undefined, null, {}, 'a seal key of the company'])('%j is no sealer', (holder) => {
  expect(() => verifyDocument(untyped(holder), {})).toThrow(expect.objectContaining({ field: 'client' }));
});
