// Builds the API reference: the contract as one page, and the client's docstrings.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const site = path('../dist/docs');

console.log('Building the API reference …');
await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
await cp(path('index.html'), `${site}/index.html`);
// Both read their settings, telemetry off among them, in the folder where they run.
await Promise.all([
  run('redocly', ['build-docs', 'iinked-sign@v1', '--inlineBundle', '--output', `${site}/contract.html`], {
    cwd: path('../../../openapi'),
    timeoutMs: 120_000,
  }),
  run('typedoc', ['--out', `${site}/client`], { cwd: path('.'), timeoutMs: 120_000 }),
]);
// The page would fetch one picture from elsewhere, for its credits; the credits stay.
const contract = await readFile(`${site}/contract.html`, 'utf8');
const picture = 'https://cdn.redoc.ly/redoc/logo-mini-full.svg';
const nothing = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E';
await writeFile(`${site}/contract.html`, contract.replaceAll(picture, nothing));
console.log(`  ✔ the contract          ${site}/contract.html`);
console.log(`  ✔ the client            ${site}/client/index.html`);
console.log(`Open ${site}/index.html`);
