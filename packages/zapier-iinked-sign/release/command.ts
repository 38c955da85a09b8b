import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stage, zip } from './zip.ts';

const folder = fileURLToPath(new URL('../build/staging', import.meta.url));

console.log('Staging the app with the packages that it runs on …');
await stage(folder);
console.log('Zipping it, and starting what was zipped …');
const path = await zip(folder);
const { size } = await stat(path);
console.log(`
✔ ${relative('', path)}, ${(size / 1e6).toFixed(2)} MB

  Upload it with Zapier's command, logged in, from ${relative('', folder)}:
  zapier-platform upload
`);
