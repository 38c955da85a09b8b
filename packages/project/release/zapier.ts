import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('../../zapier-iinked-sign', import.meta.url));
const quiet = { ...process.env, DISABLE_ZAPIER_ANALYTICS: '1' };

/**
 * Builds the app that Zapier gets, in a folder that holds nothing but the app and its production dependencies: with those
 * for development around, Zapier's command packs them too.
 *
 * @returns The folder, whose `build/build.zip` is what `zapier-platform upload` sends.
 */
export async function buildZapierApp(release: string): Promise<string> {
  const folder = join(release, 'zapier-iinked-sign');
  await run(
    'pnpm',
    ['--filter', 'zapier-iinked-sign', '--prod', '--config.node-linker=hoisted', 'deploy', '--legacy', folder],
    { cwd: packageFolder },
  );
  await writeFile(join(folder, '.gitignore'), 'node_modules/\nbuild/\n');
  const command = join(packageFolder, 'node_modules/.bin/zapier-platform');
  await run(command, ['build', '--skip-npm-install', '--skip-validation'], { cwd: folder, env: quiet });
  return folder;
}

/** Unpacks the built app, and lets Zapier's own runtime in it delete a video. */
export async function startZapierApp(folder: string, address: string): Promise<void> {
  const unpacked = join(folder, 'build/unpacked');
  await mkdir(unpacked, { recursive: true });
  await run('unzip', ['-q', join(folder, 'build/build.zip'), '-d', unpacked]);
  const event = {
    command: 'execute',
    method: 'creates.delete_video.operation.perform',
    bundle: {
      authData: { apiKey: 'emulator-key', server: 'custom', baseUrl: address },
      inputData: {
        packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
        meetingVideoId: '0d6cf3c2-52b4-4a53-8a63-1c5a3a3f2b02',
      },
    },
  };
  const program = `const { handler } = await import('./zapierwrapper.js');
    const { results } = await handler(${JSON.stringify(event)}, {});
    process.exit(results.deletedCount === 1 ? 0 : 1);`;
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: unpacked, env: quiet });
}
