import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { zapierPlatform } from 'iinked-sign-testing/zapierPlatform';
import { sha256 } from './release.ts';

/** What Zapier's service received of an upload: the request, and the SHA-256 of each zip in it. */
export type Upload = { request: string; deployKey: unknown; zips: Record<string, string> };

const appId = 4242;

/**
 * Lets Zapier's command upload the packed app, from the files and settings that the release workflow gives it, to a server on
 * this machine in place of Zapier's.
 *
 * @param packed The folder of the packed app.
 * @returns What the server received.
 */
export async function rehearseUpload(packed: string, deployKey: string): Promise<Upload[]> {
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-upload-'));
  const uploads: Upload[] = [];
  const server = createServer(async (request, response) => {
    const body: Record<string, unknown> = request.method === 'PUT' ? Object(await json(request)) : {};
    const zips = Object.entries(body).flatMap(([field, value]) =>
      field.endsWith('zip_file') ? [[field, sha256(Buffer.from(`${value}`, 'base64'))]] : [],
    );
    const { method, url, headers } = request;
    uploads.push({ request: `${method} ${url}`, deployKey: headers['x-deploy-key'], zips: Object.fromEntries(zips) });
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: appId, status: 'public' }));
  });
  try {
    await cp(packed, folder, { recursive: true });
    await writeFile(join(folder, '.zapierapprc'), JSON.stringify({ id: appId }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    const settings = { ZAPIER_BASE_ENDPOINT: `http://127.0.0.1:${address.port}`, ZAPIER_DEPLOY_KEY: deployKey };
    await zapierPlatform(folder, ['upload'], settings);
    return uploads;
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}
