import fc from 'fast-check';
import { json, serve } from 'iinked-sign-testing/servers';
import { anyString } from 'iinked-sign-testing/strings';
import { describe, expect, test } from 'vitest';
import { type Client, InvalidRequestError } from '../src/index.ts';
import { callRaw } from './examples.ts';
import { clientOf, meetingVideoId, packageId, rejection, untyped } from './fixtures.ts';

async function aServer() {
  const { url, received } = await serve(json({ packageId, videos: [] }));
  return { client: clientOf(url, { maxRetries: 0 }), received };
}

/** Every place for an id. */
const places: [string, 'packageId' | 'meetingVideoId', (client: Client, id: never) => Promise<unknown>][] = [
  ['list', 'packageId', ({ videos }, id) => videos.list({ packageId: id })],
  ['delete', 'packageId', ({ videos }, id) => videos.delete({ packageId: id, meetingVideoId })],
  ['delete', 'meetingVideoId', ({ videos }, id) => videos.delete({ packageId, meetingVideoId: id })],
  ['deleteAll', 'packageId', ({ videos }, id) => videos.deleteAll({ packageId: id })],
  ['a raw list', 'packageId', (client, id) => callRaw(client, 'listVideos', { packageId: id })],
  [
    'a raw deletion',
    'packageId',
    (client, id) => callRaw(client, 'deleteVideos', { packageId: id, body: { packageId: id } }),
  ],
  [
    'a raw deletion',
    'meetingVideoId',
    (client, id) => callRaw(client, 'deleteVideos', { packageId, body: { packageId, meetingVideoId: id } }),
  ],
];

describe('is no id, and is rejected everywhere before anything is sent', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['an empty string', ''],
    ['spaces', '   '],
    ['a tab and a line break', '\t\n'],
    ['a zero-width space', '\u200b'],
    ['an id with a zero-width joiner', 'a\u200db'],
    ['a no-break space', '\u00a0'],
    ['an id with a no-break space', 'a\u00a0b'],
    ['an id with an ideographic space', 'a\u3000b'],
    ['a byte order mark', '\ufeff'],
    ['a blank Braille pattern', '\u2800'],
    ['a Hangul filler', '\u3164'],
    ['an id after a space', ' q'],
    ['an id before a space', 'q '],
    ['an id with a filler', 'a\u115fb'],
    ['an id with marks without end', `a${'\u0301'.repeat(9)}`],
    ['an id with a soft hyphen', 'a\u00adb'],
    ['an id with a mark that reverses its direction', 'a\u202eb'],
    ['an id with a line separator', 'a\u2028b'],
    ['an id with a NUL', 'a\u0000b'],
    ['an id with a line break', 'a\nb'],
    ['half a surrogate pair', 'a\ud800'],
    ['more than 1000 characters', 'a'.repeat(1001)],
    ['a dot', '.'],
    ['two dots', '..'],
    ['a path that leads up', 'x/../q'],
    ['a path that ends in a dot', 'q/.'],
    ['a path with a backslash', String.raw`x\..\q`],
    ['an encoded NUL', 'q%00'],
    ['an encoded dot', '%2e'],
    ['two encoded dots', '%2E%2e'],
    ['a dot and a doubly encoded one', '.%252E'],
    ['a number', 7],
    ['zero', 0],
    ['true', true],
    ['an array', [meetingVideoId]],
    ['an object', { id: meetingVideoId }],
    ['an object that reads as a string', { toString: () => meetingVideoId }],
    ['a String', new String(meetingVideoId)],
    ['a symbol', Symbol('id')],
    ['undefined', undefined],
  ])('%s', async (_, id) => {
    const { client, received } = await aServer();
    for (const [, field, call] of places) {
      const error = await rejection(call(client, untyped(id)));
      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({
        field,
        mayHaveDeleted: false,
        message: expect.stringMatching(/^(packageId|meetingVideoId) .*\. Nothing was sent and nothing was deleted\.$/),
      });
    }
    expect(received).toEqual([]);
  });

  /** Encodes some characters of a text, over and over. */
  const encodedOften = (text: string) =>
    fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }), { maxLength: 5 }).map((rounds) =>
      rounds.reduce((encoded, choices) => {
        const percent = (character: string, at: number) =>
          character === '%' || choices[at % choices.length]
            ? `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
            : character;
        return Array.from(encoded, percent).join('');
      }, text),
    );
  const piece = fc.stringMatching(/^[a-z]{0,3}$/);
  const leadingElsewhere = fc.oneof(
    fc
      .tuple(piece, fc.constantFrom('/', '\\'), fc.constantFrom('.', '..'), fc.constantFrom('/', '\\'), piece)
      .map((pieces) => pieces.join('')),
    fc.tuple(fc.constantFrom('.', '..'), fc.constantFrom('', '/', '\\')).map((pieces) => pieces.join('')),
    fc.tuple(piece, fc.constant('\0'), piece).map((pieces) => pieces.join('')),
  );

  test('a dot segment or a NUL, after any number of percent-decodings', async () => {
    const { client, received } = await aServer();
    await fc.assert(
      fc.asyncProperty(
        leadingElsewhere.chain(encodedOften),
        fc.constantFrom(...places),
        async (id, [, field, call]) => {
          expect(await rejection(call(client, untyped(id)))).toMatchObject({ name: 'InvalidRequestError', field });
        },
      ),
    );
    expect(received).toEqual([]);
  });
});

describe('an id that leaves', () => {
  const odd = [
    ...[
      'a/b',
      'a?b#c',
      '100%',
      '%2F',
      '%zz',
      'a b',
      'ä漢😀',
      "it's",
      '{packageId}',
      '$&',
      '-',
      'null',
      '...',
      '.a',
      'a..b',
    ],
    ...['a/.b/c', 'a/..b', '%252F', '%u002e', 'a;b', '//', '\\', '0', 'x'.repeat(1000)],
  ];

  test.each(odd)('stays one segment of the path, encoded once: %j', async (id) => {
    const { client, received } = await aServer();
    await rejection(client.videos.list({ packageId: id }));
    expect(received).toMatchObject([{ path: `/api/v1/packages/${encodeURIComponent(id)}/videos` }]);
  });

  test('is one that was given: for any values, nothing leaves or exactly the documented request', async () => {
    const { client, received } = await aServer();
    const anything = fc.oneof(fc.jsonValue(), anyString, fc.constant(undefined));
    await fc.assert(
      fc.asyncProperty(anything, anything, async (packageId, meetingVideoId) => {
        received.length = 0;
        const error = await rejection(client.videos.delete(untyped({ packageId, meetingVideoId })));
        if (error instanceof InvalidRequestError) {
          expect(received).toEqual([]);
          return;
        }
        expect([typeof packageId, typeof meetingVideoId]).toEqual(['string', 'string']);
        expect(received[0]).toMatchObject({
          method: 'POST',
          path: `/api/v1/packages/${encodeURIComponent(String(packageId))}/videos/delete`,
          body: JSON.stringify({ packageId, meetingVideoId }),
        });
      }),
      { numRuns: 200 },
    );
  });
});
