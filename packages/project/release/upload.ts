import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const command = fileURLToPath(new URL('../../zapier-iinked-sign/node_modules/.bin/zapier-platform', import.meta.url));
const appId = 4242;
const deployKey = 'rehearsal';

/**
 * Lets Zapier's own command upload the app, from the files and settings that the release workflow gives it, to a server on
 * this machine in the place of Zapier's.
 *
 * @throws when the command does not send both zips, under the app's version, with the key.
 */
export async function uploadZapierApp(app: string): Promise<void> {
  const { version }: { version: string } = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-upload-'));
  const uploads: string[] = [];
  const server = createServer(async (request, response) => {
    const fields = request.method === 'PUT' ? Object.keys(Object(await json(request))) : [];
    uploads.push([request.method, request.url, request.headers['x-deploy-key'], ...fields].join(' '));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: appId, status: 'public' }));
  });
  try {
    await cp(join(app, 'package.json'), join(folder, 'package.json'));
    for (const zip of ['build.zip', 'source.zip']) await cp(join(app, 'build', zip), join(folder, 'build', zip));
    await writeFile(join(folder, '.zapierapprc'), JSON.stringify({ id: appId }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    const settings = { ZAPIER_BASE_ENDPOINT: `http://127.0.0.1:${address.port}`, ZAPIER_DEPLOY_KEY: deployKey };
    const env = { ...process.env, ...settings, DISABLE_ZAPIER_ANALYTICS: '1' };
    await promisify(execFile)(command, ['upload'], { cwd: folder, env });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
  const path = `/api/platform/cli/apps/${appId}`;
  const wanted = `PUT ${path}/versions/${version} ${deployKey} zip_file source_zip_file skip_validation`;
  if (!uploads.includes(wanted))
    throw new Error(`The command did not upload the app, but asked for:\n${uploads.join('\n')}`);
}
