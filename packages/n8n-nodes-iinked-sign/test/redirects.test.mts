import { testCredential } from 'iinked-sign-testing/n8n/runtime';
import { expect, test } from 'vitest';
import { credentialFor, deleteAll, deleteOne, scene, serve } from './scene.mts';

const statuses = [301, 302, 303, 307, 308];

test.each(statuses)(
  'a deletion that is redirected with %i reaches no other server, nor does the key',
  async (status) => {
    const elsewhere = await serve(200, {}, '{}');
    const server = await serve(status, { location: `${elsewhere.url}/packages/p/videos/delete` });
    const { run } = await scene();
    const credential = credentialFor(server.url);
    await expect(run(deleteAll('p'), { credential })).rejects.toThrow('a redirect, which is never followed');
    await expect(run(deleteOne('p', 'v'), { credential })).rejects.toThrow('a redirect, which is never followed');
    expect(server.received.map(({ api_key }) => api_key)).toEqual(['test-key-4f1d9c', 'test-key-4f1d9c']);
    expect(elsewhere.received).toEqual([]);
  },
);

test.each(statuses)('the test of a credential that is redirected with %i fails, and the key stays', async (status) => {
  const elsewhere = await serve(200, {}, '{"items":[]}');
  const server = await serve(status, { location: `${elsewhere.url}/packages/list` });
  expect(await testCredential(credentialFor(server.url))).toMatchObject({ status: 'Error' });
  expect(elsewhere.received).toEqual([]);
});
