import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

export type Example = { title: string; value: unknown; schema: { $ref: string } };
type Content = Record<string, { schema: { $ref: string }; examples?: Record<string, { value: unknown }> }>;
type Schema = {
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  type?: string | string[];
  enum?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  format?: string;
};
type Response = { $ref?: string; description?: string; content?: Content };
type Operation = {
  operationId: string;
  description: string;
  requestBody?: { content: Content };
  responses: Record<string, Response>;
};
export type Contract = {
  info: { title: string; description: string; contact: { name: string; url: string }; license: { name: string } };
  servers: { url: string; 'x-name'?: string; variables?: Record<string, object> }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Response>;
    securitySchemes: Record<string, { type: string; in: string; name: string; description?: string }>;
  };
};

export const contract: Contract = parse(readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

export function schemaOf(reference: string): ValidateFunction {
  return ajv.compile({ $ref: `contract${reference}` });
}

/** Every example that the contract gives for a request or a response, with the schema that it stands for. */
export function examples(): Example[] {
  const operations = Object.values(contract.paths).flatMap((path) => Object.values(path).filter((o) => o.operationId));
  return [
    ...operations.flatMap((operation) => [
      ...contentExamples(`${operation.operationId} request`, operation.requestBody?.content),
      ...Object.entries(operation.responses).flatMap(([status, response]) =>
        contentExamples(`${operation.operationId} ${status}`, response.content),
      ),
    ]),
    ...Object.entries(contract.components.responses).flatMap(([name, response]) =>
      contentExamples(name, response.content),
    ),
  ];
}

function contentExamples(title: string, content: Content = {}): Example[] {
  return Object.values(content).flatMap(({ schema, examples }) =>
    Object.entries(examples ?? {}).map(([name, { value }]) => ({ title: `${title}: ${name}`, value, schema })),
  );
}
