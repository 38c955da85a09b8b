import { readFileSync } from 'node:fs';
import type { Document } from 'openapi-backend';
import type { operations } from './generated/openapi.ts';

/** The operations that the contract describes. */
export type OperationId = keyof operations;

/** Their names. */
export const operationIds: readonly string[] = Object.keys({
  listPackages: true,
  listVideos: true,
  deleteVideos: true,
} satisfies Record<OperationId, true>);

const file = JSON.parse(readFileSync(new URL('iinked-sign.json', import.meta.url), 'utf8'));

/** The contract, as the build puts it beside the code: in JSON, for YAML takes a sixth of a second to read. */
export const contract: Document = file;

const paths: Record<string, Record<string, { 'x-documented-short-path'?: string }>> = file.paths;

/** Short paths that the documentation shows as well, each with the path that it stands for. */
export const shortPaths: ReadonlyMap<string, string> = new Map(
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap((operation) => {
      const shortPath = operation['x-documented-short-path'];
      return shortPath === undefined ? [] : [[shortPath, path]];
    }),
  ),
);
