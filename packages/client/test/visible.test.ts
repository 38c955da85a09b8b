import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookOf, visibleText } from '../src/index.ts';

describe('of a text, a person can see', () => {
  test.each<[string, unknown, string]>([
    ['its letters', 'Lease №7 – Müller & Söhne', 'Lease №7 – Müller & Söhne'],
    ['letters of any script', 'עִבְרִית ไทย 한국어 हिन्दी', 'עִבְרִית ไทย 한국어 हिन्दी'],
    ['symbols', '★ 👍 €', '★ 👍 €'],
    ['one line', ' a\n\tb  c ', 'a b c'],
    ['nothing of a space', '   ', ''],
    ['nothing of a space without a width', '\u200b', ''],
    ['nothing of fillers', '\u3164\u2800\u115f\u1160\uffa0', ''],
    ['nothing of marks without a letter', '\u0301\u0302', ''],
    ['nothing of formats', '\u202e\u2066\ufeff\u00ad\u180e', ''],
    ['nothing of a lone surrogate', '\ud800', ''],
    ['what a filler does not hide', 'a\u3164b', 'a b'],
    ['four marks of many', `a${'\u0301'.repeat(500)}`, `a${'\u0301'.repeat(4)}`],
    ['the beginning of a long text', 'a'.repeat(1000), 'a'.repeat(200)],
    ['nothing of what is no text', 7, ''],
    ['nothing of what is missing', null, ''],
  ])('%s', (_, text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });

  test('the same as of what they see', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
        expect(visibleText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u);
      }),
    );
  });
});

test.each([
  ['case', 'Lease', 'LEASE'],
  ['width', 'Lease', 'Ｌｅａｓｅ'],
  ['a space without a width', 'Lease', 'Lea\u200bse'],
  ['a filler at the end', 'Lease', 'Lease\u3164'],
  ['spaces', 'a b', 'a\u00a0 b'],
  ['the way in which a letter is written', 'é', 'e\u0301'],
])('texts look alike that differ in %s', (_, one, other) => {
  expect(lookOf(one)).toBe(lookOf(other));
});

test.each([
  ['a\u2028b', 'a b'],
  ['a\ufeffb', 'a b'],
])('a separator that nobody sees looks like a space: %j', (text, other) => {
  expect(lookOf(text)).toBe(lookOf(other));
});
