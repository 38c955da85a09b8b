// What n8n asks the node while a person fills it in: is this key good, and which packages and videos are there?
import { expect, onTestFinished, test } from 'vitest';
import { aCredential } from '../n8n/workflow.ts';
import { aLease, apiKey, aServer, byId, useScene } from './scene.ts';

const scene = useScene();

const testOf = (baseUrl: string, key = apiKey) =>
  scene.rest.post<{ status: string; message: string }>('/credentials/test', {
    credentials: { id: '', name: 'x', type: 'iinkedSignApi', data: { apiKey: key, server: 'custom', baseUrl } },
  });

test('a good credential is found good, by a call that only reads', async () => {
  const before = scene.emulator.requests.length;
  expect(await testOf(scene.emulator.url)).toMatchObject({ status: 'OK' });
  expect(scene.emulator.requests.slice(before).map(({ operationId }) => operationId)).toEqual(['listPackages']);
});

test('a bad key, a redirect, another site and an outage are found', async () => {
  const other = await aServer((response) => response.end('{}'));
  const redirecting = await aServer((response) => response.writeHead(307, { location: `${other.url}/x` }).end());
  const html = await aServer((response) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'));
  onTestFinished(() => {
    for (const { close } of [other, redirecting, html]) close();
  });
  expect(await testOf(scene.emulator.url, 'wrong')).toMatchObject({ status: 'Error' });
  expect(await testOf(redirecting.url)).toMatchObject({ status: 'Error' });
  expect(await testOf(other.url)).toMatchObject({
    status: 'Error',
    message: expect.stringContaining('Check the Base URL'),
  });
  expect(await testOf(html.url)).toMatchObject({ status: 'Error' });
  expect(await testOf('http://127.0.0.1:9')).toMatchObject({ status: 'Error' });
  expect(other.received.filter((request) => request.includes('/x'))).toEqual([]);
});

test('packages and videos can be searched for in lists', async () => {
  aLease(scene.emulator, 'lease-11', ['a', 'b']);
  const credentials = { iinkedSignApi: { id: await aCredential(scene.rest, scene.emulator.url, apiKey), name: 'x' } };
  const list = (methodName: string, currentNodeParameters: object) =>
    scene.rest.post<{ results: { name: string; value: string }[] }>(
      '/dynamic-node-parameters/resource-locator-results',
      {
        path: `parameters.${methodName}`,
        methodName,
        nodeTypeAndVersion: { name: 'n8n-nodes-iinked-sign.iinkedSign', version: 1 },
        currentNodeParameters,
        credentials,
      },
    );
  const packages = await list('searchPackages', {});
  expect(packages.results.map(({ value }) => value)).toContain('lease-11');
  const videos = await list('searchVideos', { packageId: byId('lease-11') });
  expect(videos.results.map(({ value }) => value)).toEqual(['a', 'b']);
  expect(videos.results[0]?.name).toContain('archived');
});
