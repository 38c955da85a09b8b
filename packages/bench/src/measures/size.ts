import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type Peer, peers } from '../peers.ts';

/** Kilobytes of a program that makes one deletion, bundled, minified and gzipped. */
export async function measureSize(): Promise<ReadonlyMap<Peer, number>> {
  const sizes = new Map<Peer, number>();
  for (const peer of peers) sizes.set(peer, await bundledKB(new URL(`../peers/${peer.file}.ts`, import.meta.url)));
  return sizes;
}

/** Kilobytes of all that the client exports: what deletes one video, and retention with its documents and pages. */
export function everythingKB(): Promise<number> {
  return bundledKB(import.meta.resolve('iinked-sign'), import.meta.resolve('iinked-sign/retention'));
}

async function bundledKB(...entries: (URL | string)[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry) => `export * from ${JSON.stringify(fileURLToPath(entry))};`).join('\n'),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength / 1000;
}
