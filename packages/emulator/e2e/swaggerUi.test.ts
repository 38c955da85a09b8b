import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { hasChromium } from 'iinked-sign-testing/chromium';
import { expect, onTestFinished, test } from 'vitest';
import { start } from '../test/start.ts';
import { openPage } from './openPage.ts';

const files = new URL('./', import.meta.resolve('swagger-ui-dist/swagger-ui.css'));
const types: Record<string, string> = { css: 'text/css', js: 'text/javascript' };

/** Swagger UI as somebody hosts it, of the contract at an address. It begins with everything open. */
async function hostedSwaggerUi(contract: () => string): Promise<number> {
  const page = () => `<!doctype html><link rel="stylesheet" href="swagger-ui.css"><div id="ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script>
  const ui = SwaggerUIBundle({
    url: ${JSON.stringify(contract())}, dom_id: '#ui', docExpansion: 'full', validatorUrl: null,
    onComplete: () => ui.preauthorizeApiKey('apiKey', 'emulator-key'),
  });
</script>`;
  const server = createServer(async ({ url = '/' }, response) => {
    const [, name = '', type = ''] = /^\/([\w-]+\.(css|js))$/.exec(url) ?? [];
    const headers = { 'content-type': types[type] ?? 'text/html; charset=utf-8' };
    response.writeHead(200, headers).end(name ? await readFile(new URL(name, files)) : page());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('Swagger UI does not listen.');
  return address.port;
}

test.skipIf(!hasChromium)(
  'Swagger UI shows what is assumed, and tries calls out on the emulator that allows it',
  async () => {
    let contract = '';
    const origin = `http://app.example:${await hostedSwaggerUi(() => contract)}`;
    const { url, packages, requests } = await start({ allowOrigins: [origin] });
    contract = new URL('/_emulator/openapi.json', url).href;
    const page = await openPage();
    await page.goto(origin);
    const list = page.locator('#operations-videos-listVideos');
    await list.getByText('Assumed: One response holds all videos of the package.').waitFor();
    await list.getByText('Assumed: The page lists no errors.').waitFor();
    await list.getByText('Assumed: Code and message are made up.').first().waitFor();

    await list.getByRole('button', { name: 'Try it out' }).click();
    await list.locator('[data-param-name=packageId] input').fill('lease');
    await list.getByRole('button', { name: 'Execute' }).click();
    await list.locator('.live-responses-table').getByText('"meetingVideoId": "first"').waitFor();
    expect(requests).toMatchObject([{ operationId: 'listVideos', status: 200, headers: { origin } }]);
    expect(packages[0]?.videos[0]?.state).toBe('archived');
  },
);
