// Packs what a release publishes: a tarball for each npm package, Zapier's two zips, and the SHA-256 of each file.
import { cp, glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { releaseFolder, sha256Of, zapierFolder } from './release.ts';
import { packTarballs } from './tarballs.ts';
import { stageZapierApp, zipZapierApp } from './zapierZip.ts';

/** Packs the built packages into the release folder, which is emptied before. */
export async function pack(): Promise<void> {
  await rm(releaseFolder, { recursive: true, force: true });
  await mkdir(releaseFolder, { recursive: true });
  await packTarballs(releaseFolder);
  const staged = `${releaseFolder}-staged`;
  await stageZapierApp(staged);
  await zipZapierApp(staged);
  // What Zapier's command needs to upload the app.
  for (const file of ['package.json', 'build/build.zip', 'build/source.zip']) {
    await cp(join(staged, file), join(zapierFolder, file));
  }
  await rm(staged, { recursive: true });
  await writeFile(join(releaseFolder, 'SHA256SUMS'), await sums());
}

/** The hashes of all files, as `sha256sum --check` reads them. */
async function sums(): Promise<string> {
  const files = await Array.fromAsync(glob(['*.tgz', 'zapier-iinked-sign/**/*.{json,zip}'], { cwd: releaseFolder }));
  const lines = files.sort().map(async (file) => `${await sha256Of(join(releaseFolder, file))}  ${file}\n`);
  return (await Promise.all(lines)).join('');
}

if (import.meta.main) {
  await pack();
  console.log(`${await sums()}\nPacked into ${relative('', releaseFolder)}`);
}
