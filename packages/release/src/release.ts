import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds what a release publishes. `RELEASE_FOLDER` names one that was packed elsewhere. */
export const releaseFolder: string =
  process.env.RELEASE_FOLDER ?? fileURLToPath(new URL('../dist/release', import.meta.url));

/** The folder in it from which Zapier's command uploads the app. */
export const zapierFolder: string = join(releaseFolder, 'zapier-iinked-sign');

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  return sha256(await readFile(file));
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
