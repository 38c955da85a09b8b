import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';

/**
 * Packs the package of a folder as a release does, and unpacks it into another folder: what n8n's installer does with a
 * community node, none of whose dependencies it installs.
 */
export async function installPacked(source: string, target: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'packed-'));
  const output = await run('pnpm', ['pack', '--json', '--pack-destination', temporary], { cwd: source });
  const { filename }: { filename: string } = JSON.parse(output);
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', filename, '--strip-components=1', '-C', target]);
  await rm(temporary, { recursive: true });
}
