import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { run } from 'iinked-sign-testing/processes';
import { zapierPlatform } from 'iinked-sign-testing/zapierPlatform';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Puts the built app into a folder of its own, with the packages of the lockfile that it runs on and no others: Zapier's
 * command zips what it finds around an app, and development packages would double that.
 *
 * @param folder Where to. What is there already is removed.
 */
export async function stageZapierApp(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const realFiles = ['--config.node-linker=hoisted', '--config.inject-workspace-packages=true'];
  const deploy = ['--filter', 'zapier-iinked-sign', 'deploy', '--prod', '--offline', ...realFiles, folder];
  await run('pnpm', deploy, { cwd: root, timeoutMs: 120_000 });
  // For Zapier's command it lists what is no source.
  await writeFile(`${folder}/.gitignore`, 'node_modules/\nbuild/\n');
}

/** Zips a staged app with Zapier's command, which also starts what it has zipped, into `build/build.zip` of the folder. */
export async function zipZapierApp(folder: string): Promise<void> {
  await zapierPlatform(folder, ['build', '--skip-npm-install', '--skip-validation']);
}
