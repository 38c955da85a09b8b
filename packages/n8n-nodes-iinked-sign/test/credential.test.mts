import { servers } from 'iinked-sign';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testCredential } from './n8nRuntime.mts';
import { credentialFor, deleteAll, scene, serve, withoutBackoff } from './scene.mts';

test('a good key passes the test, which lists one package and changes nothing', async () => {
  const { emulator } = await scene();
  expect(await testCredential(credentialFor(emulator.url, emulator.apiKey))).toEqual({ status: 'OK', message: '' });
  expect(emulator.requests).toMatchObject([{ operationId: 'listPackages', body: { take: 1, skip: 0 }, status: 200 }]);
});

test('the key comes from n8n, which keeps it, and not from the node', async () => {
  const { emulator, run } = await scene();
  const { type, data } = credentialFor(emulator.url, emulator.apiKey);
  const { authenticate: _, ...withoutKey } = type;
  const credential = { type: withoutKey, data };
  await expect(run(deleteAll('p'), { credential })).rejects.toMatchObject({ httpCode: '401' });
  expect(emulator.requests[0]?.headers).not.toHaveProperty('api_key');
});

test('a wrong key does not pass', async () => {
  const { emulator } = await scene();
  expect(await testCredential(credentialFor(emulator.url, 'wrong-key'))).toMatchObject({ status: 'Error' });
});

test.each([400, 403, 404, 429, 500, 502, 503, 504])('an answer of %i does not pass', async (status) => {
  const { emulator } = await scene();
  emulator.failNext({ status, times: 2 });
  expect(await testCredential(credentialFor(emulator.url, emulator.apiKey))).toMatchObject({ status: 'Error' });
});

test('a website in place of the API does not pass', async () => {
  const { url } = await serve(200, { 'content-type': 'text/html' }, '<html>Welcome</html>');
  expect(await testCredential(credentialFor(url))).toEqual({
    status: 'Error',
    message: 'This is not the iinked Sign API. Check the Base URL.',
  });
});

test('a credential offers every server that the client knows, and a private one', () => {
  const server = credentialFor('').type.properties.find(({ name }) => name === 'server');
  const offered = server?.options?.map((option) => ('value' in option ? option.value : undefined));
  expect(offered?.toSorted()).toEqual([...Object.keys(servers), 'custom'].toSorted());
});

test('a new credential points to a sandbox, where nothing real can be deleted', () => {
  const server = credentialFor('').type.properties.find(({ name }) => name === 'server');
  expect(server?.default).toMatch(/^sandbox-/);
});

test.each(Object.entries(servers))('test and node call the server %s at its address', async (server, address) => {
  withoutBackoff();
  const called: string[] = [];
  const network = vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    called.push(String(url));
    throw new Error('No test leaves this machine.');
  });
  onTestFinished(() => network.mockRestore());
  const { run } = await scene();
  const { type, data } = credentialFor('https://left-over.example.com');
  const credential = { type, data: { ...data, server } };
  await testCredential(credential);
  await expect(run(deleteAll('p'), { credential })).rejects.toThrow('The connection broke');
  expect(called).toEqual([`${address}/packages/list`, `${address}/packages/p/videos/delete`]);
});
