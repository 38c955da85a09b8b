import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attempt, createClientOn, type IncomingResponse } from '../src/index.ts';
import { redactor } from '../src/redact.ts';
import { meetingVideoId, packageId, rejection, shown } from './fixtures.ts';

const hex = (character: string) => character.charCodeAt(0).toString(16).padStart(2, '0');
const inQuery = (key: string) => new URLSearchParams({ key }).toString().slice('key='.length);
const everything = (key: string) => Array.from(key, (character) => `%${hex(character)}`).join('');
const quoted = (key: string) => JSON.stringify(key).slice(1, -1);
const unicode = (characters: RegExp) => (key: string) => key.replace(characters, (one) => `\\u00${hex(one)}`);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** How servers, proxies and logs write a key. */
const forms: Record<string, (key: string) => string> = {
  'as it is': (key) => key,
  'as a header': (key) => `api_key: ${key}\r\n`,
  'URL-encoded': encodeURIComponent,
  'URL-encoded in small letters': (key) => encodeURIComponent(key).toLowerCase(),
  'URL-encoded in a query': inQuery,
  'URL-encoded as an address': encodeURI,
  'URL-encoded altogether': everything,
  'URL-encoded twice': (key) => encodeURIComponent(encodeURIComponent(key)),
  'URL-encoded in a query, twice': (key) => inQuery(inQuery(key)),
  'URL-encoded altogether, twice': (key) => encodeURIComponent(everything(key)),
  'URL-encoded three times': (key) => encodeURIComponent(encodeURIComponent(encodeURIComponent(key))),
  'in base64': btoa,
  'in base64 without padding': (key) => btoa(key).replace(/=+$/, ''),
  'in base64url': (key) => btoa(key).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
  'in JSON': (key) => JSON.stringify({ key }),
  'in JSON of PHP': (key) => quoted(key).replaceAll('/', '\\/'),
  'in JSON of Go': (key) => quoted(key).replace(/[&<>]/g, (one) => `\\u00${hex(one)}`),
  'in JSON of .NET': (key) => unicode(/["&'+<>`]/g)(key.replaceAll('\\', '\\\\')),
  'in JSON with each of those escaped': unicode(/["&'+<>\\`]/g),
  'in JSON with all of it escaped': unicode(/./gs),
  'in JSON within JSON': (key) => quoted(quoted(key)),
  'as JavaScript escapes it': (key) => Array.from(key, (character) => `\\x${hex(character)}`).join(''),
  'in HTML': (key) => key.replace(/[&<>"']/g, (one) => entities[one] ?? one),
  'in HTML, twice': (key) => key.replace(/[&<>"']/g, (one) => (entities[one] ?? one).replace('&', '&amp;')),
  'in HTML by decimal numbers': (key) => Array.from(key, (one) => `&#${one.charCodeAt(0)};`).join(''),
  'in HTML by hexadecimal numbers': (key) => Array.from(key, (one) => `&#x${hex(one).toUpperCase()};`).join(''),
  'in hexadecimal': (key) => Array.from(key, hex).join(''),
  'in hexadecimal, in capitals': (key) => Array.from(key, hex).join('').toUpperCase(),
  'as the bytes of a buffer': (key) => `<Buffer ${Array.from(key, hex).join(' ')}>`,
  'as an array of bytes': (key) => JSON.stringify(Array.from(key, (one) => one.charCodeAt(0))),
  'in base64 after a user': (key) => btoa(`user:${key}`).slice(7),
  'in base64 after another user': (key) => btoa(`a:${key}`).slice(3),
  'in base64 between other things': (key) => btoa(`key=${key}&x=1`).slice(6, -6),
};

// As long as a key must be for its letters not to stand in every sentence.
const keys = fc.stringMatching(/^[!-~][ -~]{10,38}[!-~]$/);
const formNames = fc.constantFrom(...Object.keys(forms));

/** Says whether a text has a key in it, whatever its letters' case, in any of the forms. */
function formsIn(text: string, key: string): string[] {
  const small = text.toLowerCase();
  return Object.entries(forms).flatMap(([name, form]) =>
    small.includes(form(key).trim().toLowerCase()) ? [name] : [],
  );
}

describe.each(Object.entries(forms))('a key %s', (_, form) => {
  test('is replaced, and nothing else is', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const text = `Before ${form(key)} after`;
        const clean = redactor(key)(text);
        expect(formsIn(clean, key)).toEqual([]);
        expect(clean).toMatch(/^Before .*\*\*\*.* after$/s);
      }),
      { numRuns: 30 },
    );
  });
});

test('each of several keys in a text is replaced, and the rest stays as it is', () => {
  fc.assert(
    fc.property(keys, fc.array(formNames, { minLength: 1, maxLength: 4 }), (key, names) => {
      fc.pre(!'<p></p>'.includes(key));
      const text = names.map((name) => `<p>${forms[name]?.(key)}</p>`).join('');
      expect(formsIn(redactor(key)(text), key)).toEqual([]);
    }),
  );
});

/** Everything that a client can show of a server or a platform that repeats the key in one form. */
async function echoesOf(key: string, echo: string): Promise<string> {
  const headers = { get: (name: string) => (name === 'x-request-id' ? echo : null) };
  const body = (value: unknown, status = 200): (() => Promise<IncomingResponse>) => {
    return async () => ({
      status,
      headers,
      text: async () => (typeof value === 'string' ? value : JSON.stringify(value)),
    });
  };
  const cause = Object.assign(new Error(`cause ${echo}`), { code: echo, name: echo });
  const thrown = Object.assign(new Error(`failed ${echo}`, { cause }), { config: { headers: { api_key: key } } });
  const responses = [
    body({ error: echo, message: `No such key: ${echo}` }, 401),
    body({ error: 'x', message: echo.repeat(30) }, 500),
    body(`<h1>${echo}</h1>`),
    body({ packageId: echo, videos: [{ meetingVideoId: echo }] }),
    body({ packageId, videos: [{ meetingVideoId: echo, state: 'deleted' }] }),
    body({ packageId, videos: [{ meetingVideoId, state: echo }] }),
    body({ packageId, videos: [{ meetingVideoId, state: `${'s'.repeat(30)}${echo}` }] }),
    () => Promise.reject(thrown),
    () => Promise.reject(echo),
  ];
  const said: string[] = [];
  for (const send of responses) {
    const wait = (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const onAttempt = (attempt: Attempt) => said.push(shown(attempt));
    const client = createClientOn({ send, wait }, { apiKey: key, server: 'us', maxRetries: 0, onAttempt });
    said.push(shown(await rejection(client.videos.delete({ packageId, meetingVideoId }))));
  }
  return said.join('\n');
}

test('no error and no attempt shows the key, in whatever form it was repeated', async () => {
  await fc.assert(
    fc.asyncProperty(keys, formNames, async (key, name) => {
      const echo = forms[name]?.(key) ?? key;
      const said = await echoesOf(key, echo);
      expect(said).toContain('***');
      expect(formsIn(said, key)).toEqual([]);
      // Not a beginning of it either, where a text is cut off.
      expect(said.toLowerCase()).not.toContain(key.slice(0, 9).toLowerCase());
    }),
    { numRuns: 30 },
  );
});

test('a key of one character is replaced too', () => {
  expect(redactor('k')('a key')).toBe('a ***ey');
});

test('a long text is cut off, and does not end with the beginning of a key', () => {
  fc.assert(
    fc.property(keys, formNames, fc.integer({ min: 0, max: 2000 }), (key, name, place) => {
      const form = forms[name]?.(key) ?? key;
      const clean = redactor(key)(`${' '.repeat(19_000 + place)}${form}${' '.repeat(100_000)}`);
      expect(clean.length).toBeLessThan(21_000);
      expect(clean.endsWith('...')).toBe(true);
      expect(clean.slice(0, -3).replaceAll('*', '').trim().length).toBeLessThan(form.length);
      expect(formsIn(clean, key)).toEqual([]);
      expect(clean.toLowerCase()).not.toContain(key.slice(0, 9).toLowerCase());
    }),
  );
});
