import type { INodeProperties } from 'n8n-workflow';
import type { OperationInput } from '../../shared/operation.ts';

/** The parameter Simplify of the operations that return videos. */
export const simplifyField: INodeProperties = {
  displayName: 'Simplify',
  name: 'simplify',
  type: 'boolean',
  default: true,
  description: 'Whether to return a simplified version of the response instead of the raw data',
  displayOptions: { show: { resource: ['video'], operation: ['delete', 'getMany'] } },
};

/** Whether to return what matters of a video, and not all that the API says of it. */
export function isSimplified({ context, itemIndex }: OperationInput): boolean {
  return context.getNodeParameter('simplify', itemIndex, true) !== false;
}
