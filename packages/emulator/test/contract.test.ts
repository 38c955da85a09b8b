import fc from 'fast-check';
import { aPackage, aVideo } from 'iinked-sign-emulator';
import { contractViolations } from 'iinked-sign-testing/contract';
import { anyString } from 'iinked-sign-testing/strings';
import { expect, test } from 'vitest';
import { start } from './start.ts';

const ids = fc.oneof(fc.constantFrom('lease', 'a', 'b', 'none', ''), anyString);
const anything = fc.oneof(ids, fc.jsonValue(), fc.constant(undefined));
const requests = fc.oneof(
  fc.record({
    method: fc.constant('POST' as const),
    path: fc.constant('/packages/list'),
    body: fc.oneof(
      fc.record({ take: anything, skip: anything, search: anything, states: anything }, { requiredKeys: [] }),
      fc.record({ take: fc.nat(60), skip: fc.nat(5), search: ids }, { requiredKeys: [] }),
      fc.jsonValue(),
    ),
  }),
  fc.record({ method: fc.constant('GET' as const), packageId: ids }).map(({ method, packageId }) => ({
    method,
    path: `/packages/${encodeURIComponent(packageId)}/videos`,
    body: undefined,
  })),
  fc
    .record({
      packageId: ids,
      body: fc.oneof(
        fc.record({ packageId: anything, meetingVideoId: anything }, { requiredKeys: [] }),
        fc.record(
          { packageId: fc.constant('lease'), meetingVideoId: fc.constantFrom('a', 'b', 'none') },
          { requiredKeys: ['packageId'] },
        ),
        fc.jsonValue(),
      ),
    })
    .map(({ packageId, body }) => ({
      method: 'POST' as const,
      path: `/packages/${encodeURIComponent(packageId)}/videos/delete`,
      body,
    })),
);

test('any request, valid or not, gets a response that the contract describes, as another library reads it', async () => {
  const emulator = await start();
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, path, body }) => {
      emulator.seed([aPackage({ packageId: 'lease', videos: ['a', 'b'].map((id) => aVideo({ meetingVideoId: id })) })]);
      const text = body === undefined ? undefined : JSON.stringify(body);
      const { status, body: response } = await emulator.call(method, path, text);
      const { operationId } = emulator.requests.at(-1) ?? {};
      statuses.add(status);
      const violations = operationId && (await contractViolations({ operationId, request: body, status, response }));
      expect(violations ?? status).toEqual(operationId ? [] : 404);
    }),
    { numRuns: 300 },
  );
  expect([...statuses].sort()).toEqual([200, 400, 404]);
});
