import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { registerSchema, validate } from '@hyperjump/json-schema/openapi-3-1';
import { parse } from 'yaml';

type Operation = { operationId?: string; requestBody?: object; responses: Record<string, { $ref?: string }> };
type Contract = { paths: Record<string, Record<string, Operation>> };

const id = 'https://contract.example.com/openapi';
const file = readFileSync(fileURLToPath(import.meta.resolve('iinked-sign-openapi/iinked-sign.yaml')), 'utf8');
const contract: Contract = parse(file);
registerSchema(parse(file), id, 'https://spec.openapis.org/oas/3.1/schema-base');

/** A request and its response, as they went over the network. */
export type Exchange = {
  operationId: string;
  request?: unknown;
  status: number;
  response: unknown;
};

/**
 * Validates an exchange against the contract, with another library than the client and the emulator are made with.
 *
 * @returns What is wrong with it: nothing when it follows the contract.
 */
export async function contractViolations({ operationId, request, status, response }: Exchange): Promise<string[]> {
  const found = findOperation(operationId);
  if (!found) return [`There is no operation ${operationId}.`];
  const { operation, pointer } = found;
  const violations: string[] = [];
  const described = operation.responses[status];
  if (!described) return [`${operationId} has no response ${status}.`];
  const responsePointer = described.$ref ?? `${pointer}/responses/${status}`;
  if (!(await isValid(`${responsePointer}/content/application~1json/schema`, response))) {
    violations.push(`The response ${status} of ${operationId} is not as described: ${JSON.stringify(response)}`);
  }
  const shouldBeValid = status !== 400 && operation.requestBody !== undefined;
  if (shouldBeValid && !(await isValid(`${pointer}/requestBody/content/application~1json/schema`, request))) {
    violations.push(`The request to ${operationId} is not as described: ${JSON.stringify(request)}`);
  }
  return violations;
}

function findOperation(operationId: string): { operation: Operation; pointer: string } | undefined {
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId !== operationId) continue;
      return { operation, pointer: `#/paths/${path.replaceAll('/', '~1')}/${method}` };
    }
  }
  return undefined;
}

async function isValid(pointer: string, value: unknown): Promise<boolean> {
  const { valid } = await validate(id + encodeURI(pointer), JSON.parse(JSON.stringify(value ?? null)));
  return valid;
}
