import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Peer, peers } from '../peers.ts';

/** Kilobytes of a program that makes one deletion, bundled, minified and gzipped. */
export async function measureSize(): Promise<ReadonlyMap<Peer, number>> {
  const sizes = new Map<Peer, number>();
  for (const peer of peers) {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL(`../peers/${peer.file}.ts`, import.meta.url))],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      logLevel: 'error',
    });
    sizes.set(peer, gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength / 1000);
  }
  return sizes;
}
