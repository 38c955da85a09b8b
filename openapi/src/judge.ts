import { readFileSync } from 'node:fs';
import { registerSchema, validate } from '@hyperjump/json-schema/openapi-3-1';
import { parse } from 'yaml';
import { contract } from './contract.ts';

const home = 'https://contract.example.com/openapi';
const file = readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8');
registerSchema(parse(file), home, 'https://spec.openapis.org/oas/3.1/schema-base');

/** One request and its answer, as they went over the network. */
export type Exchange = {
  operationId: string;
  request?: unknown;
  status: number;
  answer: unknown;
};

/**
 * Judges an exchange by the contract, with another library than the ones that the client and the emulator are made with.
 *
 * @returns What is wrong with it, nothing when it keeps the contract.
 */
export async function problemsOf({ operationId, request, status, answer }: Exchange): Promise<string[]> {
  const found = operationOf(operationId);
  if (!found) return [`There is no operation ${operationId}.`];
  const { operation, pointer } = found;
  const problems: string[] = [];
  const named = operation.responses[status];
  if (!named) return [`${operationId} has no answer ${status}.`];
  const response = named.$ref === undefined ? `${pointer}/responses/${status}` : named.$ref;
  if (!(await isValid(`${response}/content/application~1json/schema`, answer))) {
    problems.push(`The answer ${status} of ${operationId} is not as described: ${JSON.stringify(answer)}`);
  }
  const mayBeRequested = status !== 400 && operation.requestBody !== undefined;
  if (mayBeRequested && !(await isValid(`${pointer}/requestBody/content/application~1json/schema`, request))) {
    problems.push(`The request to ${operationId} is not as described: ${JSON.stringify(request)}`);
  }
  return problems;
}

function operationOf(operationId: string) {
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId !== operationId) continue;
      return { operation, pointer: `#/paths/${path.replaceAll('/', '~1')}/${method}` };
    }
  }
  return undefined;
}

async function isValid(pointer: string, value: unknown): Promise<boolean> {
  const { valid } = await validate(home + encodeURI(pointer), JSON.parse(JSON.stringify(value ?? null)));
  return valid;
}
