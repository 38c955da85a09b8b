import { NodeOperationError } from 'n8n-workflow';
import type { OperationInput } from './operation.ts';

/** Why an operation is refused, and what to do instead. */
export type Refusal = { reason: string; advice: string };

/** The error of an operation that is refused before anything was sent. */
export function refused({ context, itemIndex }: OperationInput, { reason, advice }: Refusal): NodeOperationError {
  // Of this call only: what an earlier run has deleted is gone.
  const message = `${reason} This call sent nothing and deleted nothing. ${advice}`;
  return new NodeOperationError(context.getNode(), message, { itemIndex });
}
