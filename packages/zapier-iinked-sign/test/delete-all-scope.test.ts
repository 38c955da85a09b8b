import fc from 'fast-check';
import { json, serve } from 'iinked-sign-testing/servers';
import { anyString } from 'iinked-sign-testing/strings';
import { expect, test } from 'vitest';
import { connectionTo, delete_all_package_videos, failureOf, runStep, untyped } from './zap.ts';

const names = fc.oneof(
  fc.constantFrom('packageId', 'meetingVideoId', 'dryRun', 'dry_run', 'deleteWhenTesting', 'allowDeleteAll', 'warning'),
  fc.string(),
);
const values = fc.oneof(
  fc.constantFrom<unknown>(
    'lease',
    'yes',
    'no',
    '',
    ' ',
    'lease,lease',
    '{{1__id}}',
    '../lease',
    'lease\u200b',
    null,
    true,
  ),
  anyString,
  fc.jsonValue(),
);
const inputs = fc.dictionary(names, values, { noNullPrototype: true });
const bundles = fc.record({
  inputData: fc.oneof(
    inputs,
    fc.tuple(inputs, fc.oneof(fc.constant('lease'), fc.uuid(), fc.string())).map(([input, packageId]) => ({
      ...input,
      packageId,
    })),
    fc.record({ packageId: fc.oneof(fc.uuid(), fc.string(), values) }),
  ),
  inputDataRaw: fc.oneof(fc.constant({}), fc.constant({ packageId: 'lease' }), inputs),
  isLoadingSample: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

test('with the permission, Delete All Package Videos deletes nothing but the one package that is named', async () => {
  const { url, received } = await serve((response, request, number) => {
    const packageId = decodeURIComponent(request.path.split('/')[4] ?? '');
    json({ packageId, videos: [] })(response, request, number);
  });
  let deletions = 0;
  await fc.assert(
    fc.asyncProperty(bundles, async ({ inputData, inputDataRaw, isLoadingSample }) => {
      received.length = 0;
      const more = { inputDataRaw: untyped(inputDataRaw), meta: { isLoadingSample } };
      await runStep(delete_all_package_videos, connectionTo(url), inputData, more).catch(() => undefined);
      const sent = received.filter(({ method }) => method !== 'GET');
      deletions += sent.length;
      expect(sent.length).toBeLessThanOrEqual(1);
      for (const { path, body } of sent) {
        const { packageId, meetingVideoId, deleteWhenTesting }: Record<string, unknown> = inputData;
        expect(typeof packageId).toBe('string');
        expect(decodeURIComponent(path)).toBe(`/api/v1/packages/${packageId}/videos/delete`);
        expect(body).toBe(`{"packageId":${JSON.stringify(packageId)}}`);
        expect(meetingVideoId).toBeUndefined();
        if (isLoadingSample) expect(deleteWhenTesting).toBeDefined();
      }
    }),
    { numRuns: 500 },
  );
  expect(deletions).toBeGreaterThan(20);
});

test('without the permission, Delete All Package Videos sends nothing', async () => {
  const { url, received } = await serve(json({}));
  // Zapier's own search for secrets throws where the user name of an address is no percent-encoding: `x:%@`.
  const permissions = fc
    .oneof(values, fc.constantFrom('Yes', 'no', 'yes\n', 'true'))
    .filter((value) => value !== 'yes' && !JSON.stringify(value)?.includes('@'));
  await fc.assert(
    fc.asyncProperty(bundles, permissions, async ({ inputData, inputDataRaw, isLoadingSample }, allowDeleteAll) => {
      const connection = { ...connectionTo(url), allowDeleteAll: untyped(allowDeleteAll) };
      const more = { inputDataRaw: untyped(inputDataRaw), meta: { isLoadingSample } };
      const error = await failureOf(runStep(delete_all_package_videos, connection, inputData, more));
      expect(error.message).toContain('not allowed by this connection');
    }),
    { numRuns: 500 },
  );
  expect(received).toEqual([]);
});
