import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.ts';

/**
 * Packs the package of a folder with npm, and unpacks it into another folder: what n8n's installer does with a community node,
 * none of whose dependencies it installs.
 */
export async function installPacked(source: string, target: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'packed-'));
  const args = ['pack', '--offline', '--ignore-scripts', '--silent', '--pack-destination', temporary];
  const pack = () => run('npm', args, { cwd: source, timeoutMs: 30_000 });
  // Once, on two busy cores, npm neither packed nor ended.
  const output = await pack().catch(pack);
  const tarball = output.trim().split('\n').at(-1) ?? '';
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', join(temporary, tarball), '--strip-components=1', '-C', target]);
  await rm(temporary, { recursive: true });
}
