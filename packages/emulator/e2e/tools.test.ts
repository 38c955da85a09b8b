import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Context, OpenAPIBackend } from 'openapi-backend';
import { generate } from 'orval';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from '../test/start.ts';

// As it is published.
const contract = fileURLToPath(new URL('../dist/iinked-sign.json', import.meta.url));

describe('other tools digest the contract without a finding', () => {
  test('swagger-parser', async () => {
    await expect(SwaggerParser.validate(contract)).resolves.toMatchObject({ openapi: '3.1.0' });
  });

  test("a validator by the specification's own schema", async () => {
    expect(await new Validator().validate(contract)).toEqual({ valid: true });
  });
});

describe('a server that another library makes of the contract', () => {
  const called = (request: Context['request']) => ({ called: request.requestBody });
  const server = async () => {
    const api = new OpenAPIBackend({
      definition: JSON.parse(await readFile(contract, 'utf8')),
      // It would check the contract by the schema of OpenAPI 3.0, the only one that it has.
      quick: true,
      handlers: {
        deleteVideos: ({ request }) => called(request),
        validationFail: ({ validation }) => ({ rejected: validation.errors?.map(({ message }) => message) }),
      },
      securityHandlers: { apiKey: ({ request }) => request.headers.api_key === 'key' },
    });
    return api.init();
  };

  test.each<[unknown, unknown]>([
    [{ packageId: 'lease', meetingVideoId: 'first' }, { called: { packageId: 'lease', meetingVideoId: 'first' } }],
    [{ packageId: 'lease', meetingVideoId: '' }, { rejected: ['must NOT have fewer than 1 characters'] }],
    [{ packageId: 'lease', meetingVideoId: null }, { rejected: ['must be string'] }],
    [{ packageId: 'lease', meetingVideoID: 'first' }, { rejected: ['must NOT have additional properties'] }],
  ])('openapi-backend, in its quick mode, given %j', async (body, response) => {
    const headers = { api_key: 'key', 'content-type': 'application/json' };
    const request = { method: 'POST', path: '/packages/lease/videos/delete', headers, body };
    expect(await (await server()).handleRequest(request)).toEqual(response);
  });
});

type Sent = { status: number; data: { videos?: unknown[]; error?: string; total?: number } };
type GeneratedClient = {
  listPackages: (query: object, init: RequestInit) => Promise<Sent>;
  listVideos: (packageId: string, init: RequestInit) => Promise<Sent>;
  deleteVideos: (packageId: string, body: object, init: RequestInit) => Promise<Sent>;
};

/** A client that orval makes of the contract. */
async function generated(baseUrl: string | { getBaseUrlFromSpecification: true }) {
  const folder = await mkdtemp(join(tmpdir(), 'generated-client-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const target = join(folder, 'client.ts');
  await generate({ input: { target: contract }, output: { target, client: 'fetch', baseUrl } }, folder);
  return { target, source: await readFile(target, 'utf8') };
}

describe('a client that another generator makes of the contract', () => {
  test('lists and deletes on the emulator', async () => {
    const { url, apiKey, packages } = await start();
    const { target } = await generated(url);
    const client: GeneratedClient = await import(target);
    const init = { headers: { api_key: apiKey } };
    expect(await client.listPackages({ search: 'Purch*' }, init)).toMatchObject({ status: 200, data: { total: 1 } });
    expect((await client.listVideos('lease', init)).data.videos).toHaveLength(3);
    expect(await client.deleteVideos('lease', { packageId: 'lease', meetingVideoId: 'first' }, init)).toMatchObject({
      status: 200,
      data: { videos: [{ meetingVideoId: 'first', state: 'deleted' }] },
    });
    expect(await client.deleteVideos('lease', { packageId: 'lease', meetingVideoId: null }, init)).toMatchObject({
      status: 400,
    });
    // It sends what it is given: nothing between an agent and such a client keeps every video from being deleted.
    expect((await client.deleteVideos('lease', { packageId: 'lease' }, init)).data.videos).toHaveLength(1);
    expect(await client.listVideos('lease', {})).toMatchObject({
      status: 401,
      data: { error: 'api_key_not_authorized' },
    });
    expect(packages[0]?.videos.map(({ state }) => state)).toEqual(['deleted', 'deleted', 'deleted']);
  });

  test('calls the sandbox unless it is told otherwise', async () => {
    const { source } = await generated({ getBaseUrlFromSpecification: true });
    const hosts = new Set([...source.matchAll(/https:\/\/([^/`]+)\/api/g)].map(([, host]) => host));
    expect([...hosts]).toEqual(['sandbox.syngrafii.com']);
  });
});
