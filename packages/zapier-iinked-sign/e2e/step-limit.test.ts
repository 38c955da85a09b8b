import { json, serve } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';
import { connectionTo, failureOf, find_package, list_packages, new_package, runStep } from '../test/zap.ts';

test('steps that list too many packages fail in our words, before Zapier ends them', { timeout: 40_000 }, async () => {
  const { url, received } = await serve((response, request, number) => {
    const { skip }: { skip: number } = JSON.parse(request.body);
    const items = Array.from({ length: 5 }, (_, at) => ({
      packageId: `p-${skip + at}`,
      timeCreated: new Date().toISOString(),
    }));
    setTimeout(() => json({ items, total: 1e6, take: 50, skip })(response, request, number), 1000);
  });
  const errors = await Promise.all([
    failureOf(runStep(list_packages, connectionTo(url), {}, { meta: { page: 100 } })),
    failureOf(runStep(new_package, connectionTo(url), {})),
    failureOf(runStep(find_package, connectionTo(url), { name: 'nobody' })),
  ]);
  const message = expect.stringMatching(/too many packages to read in 20 seconds\. Nothing was deleted\./);
  expect(errors).toMatchObject(errors.map(() => ({ name: 'AppError', message })));
  expect(received.length).toBeGreaterThan(30);
});
