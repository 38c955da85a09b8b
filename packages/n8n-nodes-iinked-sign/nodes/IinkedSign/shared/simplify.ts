import type { INodeProperties } from 'n8n-workflow';
import { given, switchOf } from './fields.ts';
import type { OperationInput } from './operation.ts';

/** Makes the parameter Simplify of operations that return what the API says of a thing. */
export function simplifyField(resource: string, operation: string[]): INodeProperties {
  return {
    displayName: 'Simplify',
    name: 'simplify',
    type: 'boolean',
    default: true,
    description: 'Whether to return a simplified version of the response instead of the raw data',
    displayOptions: { show: { resource: [resource], operation } },
  };
}

/**
 * Whether to return what matters, and not all that the API says.
 *
 * @throws {InvalidRequestError} when an expression yields neither true nor false.
 */
export function isSimplified(input: OperationInput): boolean {
  return switchOf('simplify', given(input, 'simplify'));
}
