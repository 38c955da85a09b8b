import fc from 'fast-check';

const codePoint = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((value) => value < 0xd800 || value > 0xdfff)
  .map((value) => String.fromCodePoint(value));

/**
 * Any string of whole characters: plain ones, names such as `__proto__`, and any code points. fast-check's own
 * `unit: 'binary'` first builds a map of all code points, which takes a second and 120 MB in each process.
 */
export const anyString: fc.Arbitrary<string> = fc.oneof(fc.string(), fc.string({ unit: codePoint }));
