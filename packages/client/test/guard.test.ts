import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertMayLeave, type Call, pathOf } from '../src/guard.ts';
import { InvalidRequestError, type Send } from '../src/index.ts';
import type { Prepared } from '../src/openapiFetch.ts';
import { operations } from '../src/operations.ts';
import { operationIds } from '../src/raw.ts';
import { everyCall, examples } from './examples.ts';
import { clientOf, meetingVideoId, packageId } from './fixtures.ts';

const baseUrl = 'https://sign.example.com/api/v1';

/** The request that openapi-fetch makes of a call, unless told otherwise. */
function requestOf(call: Call, otherwise: Partial<Prepared> = {}): Prepared {
  const { method, path } = operations[call.operation];
  const { body, ...values }: Record<string, unknown> = Object(call.values);
  const text = body === undefined ? undefined : JSON.stringify(body);
  return { method, url: `${baseUrl}${pathOf(path, values)}`, body: text, ...otherwise };
}

const leave = (call: Call, otherwise?: Partial<Prepared>) => () =>
  assertMayLeave(requestOf(call, otherwise), baseUrl, call);

// Everything before it rejects these already; the last check must not rely on that.
describe.each(operationIds)('of %s, by the bytes that are about to leave', (operation) => {
  const call: Call = { operation, values: examples[operation] };

  test('what was called may leave', () => {
    expect(leave(call)).not.toThrow();
  });

  test.each<[string, Partial<Prepared>]>([
    ['to a path that no operation has', { url: `${baseUrl}/packages/p/videos/purge` }],
    ['to the path of another operation', { url: `${baseUrl}/packages/delete` }],
    ['to a longer path', { url: `${requestOf(call).url}/all` }],
    ['with a query', { url: `${requestOf(call).url}?force=true` }],
    ['to another server', { url: requestOf(call).url.replace('sign.', 'evil.') }],
    ['with another method', { method: 'DELETE' }],
    ['with a body that says something else', { body: '{"take":6}' }],
    ['with a body that is no object', { body: '"all"' }],
  ])('nothing leaves %s', (_, otherwise) => {
    expect(leave(call, otherwise)).toThrow(/Nothing was sent and nothing was deleted/);
  });

  test('nothing leaves that another operation was called for', () => {
    for (const other of operationIds.filter((id) => id !== operation)) {
      expect(leave(call, requestOf({ operation: other, values: examples[other] }))).toThrow(/does not match/);
    }
  });
});

describe('of a deletion', () => {
  const one: Call = {
    operation: 'deleteVideos',
    values: { packageId: 'a/1', body: { packageId: 'a/1', meetingVideoId: 'v' } },
  };
  const all: Call = { operation: 'deleteVideos', values: { packageId: 'a/1', body: { packageId: 'a/1' } } };
  const { packageId, body } = { packageId: 'a/1', body: { packageId: 'a/1', meetingVideoId: 'v' } };

  test.each<[string, Call]>([
    ['one video', one],
    ['all videos', all],
  ])('%s, as called, may leave', (_, call) => {
    expect(leave(call)).not.toThrow();
  });

  test.each<[string, Call, unknown]>([
    ['all videos where one was called', one, { packageId }],
    ['one video where all were called', all, body],
    ['another video', one, { ...body, meetingVideoId: 'w' }],
    ['an empty video id', all, { ...body, meetingVideoId: '' }],
    ['a video id that is null', all, { ...body, meetingVideoId: null }],
    ['another package than its path', all, { packageId: 'other' }],
    ['no package', all, {}],
    ['an unknown field', all, { ...body, video: 'b' }],
    ['no body', all, undefined],
  ])('a request that says %s never leaves', (_, call, body) => {
    expect(leave(call, { body: JSON.stringify(body) })).toThrow('body of the request does not match the call');
  });

  test.each<[string, string]>([
    ['a field twice', '{"packageId":"a/1","meetingVideoId":"w","meetingVideoId":"v"}'],
    ['a package twice', '{"packageId":"b","packageId":"a/1","meetingVideoId":"v"}'],
    ['more than was written by us', '{"packageId":"a/1","meetingVideoId":"v"} '],
    ['an escape that we do not write', '{"packageId":"a/1","meetingVideoId":"\\u0076"}'],
    ['half of its text', '{"packageId":"a/1"'],
    ['no text', ''],
  ])('a body with %s never leaves', (_, text) => {
    expect(leave(one, { body: text })).toThrow('body of the request does not match the call');
  });

  test.each(['a%2', '%', 'a%2F1%', '', 'a/1', 'a%252F1', 'a%2f1', '..'])(
    'the path segment %j never leaves',
    (segment) => {
      const url = `${baseUrl}/packages/${segment}/videos/delete`;
      expect(leave(one, { url })).toThrow('path of the request does not match the operation');
    },
  );

  test.each<[string, object, string]>([
    ['an empty video id', { ...body, meetingVideoId: '' }, 'meetingVideoId is empty'],
    ['a video id that is undefined', { ...body, meetingVideoId: undefined }, 'meetingVideoId must be a string'],
    ['another package in its body', { packageId: 'b' }, 'packageId differs between'],
    ['an unknown field', { ...body, video: 'b' }, 'video is not a field of the body of a deletion'],
  ])('a call with %s never leaves, though the request says the same', (_, body, message) => {
    const values = { ...one.values, body };
    const call: Call = Object.assign({ ...one }, { values });
    expect(leave(call, { body: JSON.stringify(body) })).toThrow(message);
  });

  test('what a query says may leave, whatever its characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).map((text) => `a${text}`),
        fc.uniqueArray(
          fc.string().map((text) => `a${text}`),
          { minLength: 1 },
        ),
        fc.double({ noNaN: true }),
        (search, types, days) => {
          fc.pre(Number.isFinite(days));
          const query: Call = {
            operation: 'listPackages',
            values: { body: { search, types, days, isExecuted: null } },
          };
          expect(leave(query)).not.toThrow();
        },
      ),
    );
  });

  test('nothing leaves for a package that was not called, though path and body agree', () => {
    const other = { packageId: 'other', body: { packageId: 'other', meetingVideoId: 'v' } };
    expect(leave(one, requestOf({ operation: 'deleteVideos', values: other }))).toThrow('does not match the operation');
  });
});

test('an operation that is named after a deletion counts as one', () => {
  const named = everyCall.filter(({ operation }) => /delete/i.test(`${operation} ${operations[operation].path}`));
  expect(named.map(({ operation }) => operation)).toContain('deleteVideos');
  for (const { effect } of named) expect(effect).not.toBe('read');
});

describe('a program that changes how JSON is written deletes nothing else by it', () => {
  const onlyPackage = { packageId };

  async function deletedBy(change: () => void, restore: () => void): Promise<{ error: unknown; sent: string[] }> {
    const sent: string[] = [];
    const send: Send = ({ body = '' }) => {
      sent.push(body);
      return Promise.reject(new Error('Nothing should arrive here.'));
    };
    const client = clientOf('us', { send, maxRetries: 0 });
    change();
    try {
      const error = await client.videos.delete({ packageId, meetingVideoId }).catch((thrown: unknown) => thrown);
      return { error, sent };
    } finally {
      restore();
    }
  }

  test('by a toJSON that every object has', async () => {
    const { error, sent } = await deletedBy(
      () => Object.assign(Object.prototype, { toJSON: () => onlyPackage }),
      () => Reflect.deleteProperty(Object.prototype, 'toJSON'),
    );
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(sent).toEqual([]);
  });

  test('by another JSON.stringify', async () => {
    const { stringify } = JSON;
    const { error, sent } = await deletedBy(
      () => Object.assign(JSON, { stringify: () => stringify(onlyPackage) }),
      () => Object.assign(JSON, { stringify }),
    );
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(sent).toEqual([]);
  });
});
