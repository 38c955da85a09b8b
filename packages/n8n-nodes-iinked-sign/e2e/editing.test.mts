// What n8n asks the node while a person fills it in: is this key good, and which packages and videos are there?

import { aCredential, aWorkflowOf } from 'iinked-sign-testing/n8n/workflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aLease, apiKey, aServer, byId, deleteEach, useScene } from './scene.mts';

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

describe('one rule decides for the test of a credential and for the node:', () => {
  test('space around key and address does not count', async () => {
    aLease(scene.emulator, 'lease-12', ['a']);
    const [url, key] = [` ${scene.emulator.url}/ `, `\t${apiKey}\n`];
    expect(await testOf(url, key)).toMatchObject({ status: 'OK' });
    const credentialId = await aCredential(scene.rest, url, key);
    const { run } = await scene.workflow(deleteEach, { credentialId });
    expect((await run([{ p: 'lease-12', v: 'a' }])).outputs[0]).toMatchObject([
      { json: { deleted: true, alreadyDeleted: false, server: scene.emulator.url } },
    ]);
  });

  test.each([
    ['http:// to another machine', '0.0.0.0', apiKey],
    ['a key with a letter beyond ASCII', '127.0.0.1', 'schlüssel'],
  ])('%s is rejected, and not a byte is sent', async (_, host, key) => {
    const other = await aServer((response) => response.end('{"items":[]}'));
    onTestFinished(other.close);
    const url = other.url.replace('127.0.0.1', host);
    expect(await testOf(url, key)).toMatchObject({
      status: 'Error',
      message: expect.stringMatching(/^Invalid value in .* in the credential: .* Nothing was sent/),
    });
    const { run } = await scene.workflow(deleteEach, { credentialId: await aCredential(scene.rest, url, key) });
    expect((await run([{ p: 'p', v: 'v' }])).error?.message).toContain('Nothing was sent');
    expect(other.received).toEqual([]);
    await fetch(url);
    expect(other.received, 'A request would have arrived').toHaveLength(1);
  });
});

test('the HTTP Request node can use the credential, for its own server only', async () => {
  const other = await aServer((response) => response.end('{}'));
  onTestFinished(other.close);
  const id = await aCredential(scene.rest, scene.emulator.url, apiKey);
  const call = async (url: string) => {
    const { run } = await aWorkflowOf(scene.n8n, scene.rest, {
      name: 'HTTP Request',
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      credentials: { iinkedSignApi: { id, name: 'x' } },
      parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: 'iinkedSignApi' },
    });
    return run([{}]);
  };
  aLease(scene.emulator, 'lease-13', ['a']);
  const own = await call(`${scene.emulator.url}/packages/lease-13/videos`);
  expect(own.outputs[0]).toMatchObject([{ json: { packageId: 'lease-13' } }]);
  const elsewhere = await call(`${other.url}/packages/lease-13/videos`);
  expect(elsewhere.error?.message).toMatch(/does not go to the server of the credential/);
  expect(other.received).toEqual([]);
});

test.each([
  [{}, 301],
  [{}, 302],
  [{}, 303],
  [{}, 307],
  [{}, 308],
  [{ redirect: { redirect: { followRedirects: true, maxRedirects: 21 } } }, 302],
  [{ redirect: { redirect: { followRedirects: true, maxRedirects: 21 } } }, 307],
])('the HTTP Request node with the credential follows no redirect: %j, %i', async (options, status) => {
  const other = await aServer((response) => response.end('{}'));
  const redirecting = await aServer((response) => response.writeHead(status, { location: `${other.url}/x` }).end());
  onTestFinished(() => {
    for (const { close } of [other, redirecting]) close();
  });
  const id = await aCredential(scene.rest, redirecting.url, apiKey);
  for (const method of ['GET', 'POST']) {
    const { run } = await aWorkflowOf(scene.n8n, scene.rest, {
      name: 'HTTP Request',
      type: 'n8n-nodes-base.httpRequest',
      typeVersion: 4.2,
      credentials: { iinkedSignApi: { id, name: 'x' } },
      parameters: {
        method,
        url: `${redirecting.url}/packages/p/videos`,
        authentication: 'predefinedCredentialType',
        nodeCredentialType: 'iinkedSignApi',
        options,
      },
    });
    await run([{}]);
  }
  expect(redirecting.headers.map(({ api_key: key }) => key)).toEqual([apiKey, apiKey]);
  expect(other.received).toEqual([]);
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
