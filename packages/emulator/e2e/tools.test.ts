import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { generate } from 'orval';
import { describe, expect, onTestFinished, test } from 'vitest';
import { start } from '../test/start.ts';

const contract = fileURLToPath(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml'));

describe('other tools digest the contract without a finding', () => {
  test('swagger-parser', async () => {
    await expect(SwaggerParser.validate(contract)).resolves.toMatchObject({ openapi: '3.1.0' });
  });

  test("a validator by the specification's own schema", async () => {
    expect(await new Validator().validate(contract)).toEqual({ valid: true });
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
