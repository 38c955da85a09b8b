import { readFileSync } from 'node:fs';
import type { operations } from './generated/openapi.ts';

/** The operations that the contract describes. */
export type OperationId = keyof operations;

/** An operation of the contract, and where the contract describes it. */
export type Operation = { operationId: OperationId; method: string; path: RegExp; pointer: string; hasBody: boolean };

const known = {
  listPackages: true,
  getPackage: true,
  listVideos: true,
  deleteVideos: true,
} satisfies Record<OperationId, true>;

/** What a request can be for: an operation of the contract, or the file of a video. */
export type Target = OperationId | 'downloadVideo';

/** The names of what a request can be for. */
export const targets: readonly Target[] = [...Object.keys(known).filter(isOperationId), 'downloadVideo'];

type Described = {
  operationId: string;
  requestBody?: object;
  responses: Record<string, { $ref?: string }>;
  'x-documented-short-path'?: string;
};
type Contract = {
  servers: object[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { enum?: string[] }> };
};

/** The contract, as the build puts it beside the code: as JSON, because reading YAML takes a sixth of a second. */
export const contract: Contract = JSON.parse(readFileSync(new URL('iinked-sign.json', import.meta.url), 'utf8'));

/** Every path that the contract describes, with the short path that the documentation also shows as one of its own. */
export const operationsOfContract: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, described]) => {
    const { operationId, requestBody, 'x-documented-short-path': shortPath } = described;
    if (!isOperationId(operationId)) return [];
    const pointer = `/paths/${path.replaceAll('/', '~1')}/${method}`;
    const shared = { operationId, method: method.toUpperCase(), pointer, hasBody: requestBody !== undefined };
    return [path, ...(shortPath === undefined ? [] : [shortPath])].map((each) => ({
      ...shared,
      path: patternOf(each),
    }));
  }),
);

/** Where the contract describes the body of a response, if it describes that status. */
export function responsePointer(operation: Operation, status: number): string | undefined {
  const [path = '', method = ''] = operation.pointer.slice('/paths/'.length).split(/\/(?=[a-z]+$)/);
  const described = contract.paths[path.replaceAll('~1', '/')]?.[method]?.responses[status];
  if (!described) return undefined;
  return `${described.$ref?.slice(1) ?? `${operation.pointer}/responses/${status}`}/content/application~1json/schema`;
}

function isOperationId(operationId: string): operationId is OperationId {
  return Object.hasOwn(known, operationId);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}
