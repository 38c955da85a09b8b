import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

/** Whether an AI agent runs the node: as a tool, whose type ends in `Tool`, or without a workflow, which n8n calls internal. */
export function isUsedByAgent(context: IExecuteFunctions): boolean {
  // Older versions of n8n cannot tell; there the type and the mode do.
  const isTool = 'isToolExecution' in context && context.isToolExecution();
  return isTool || context.getNode().type.endsWith('Tool') || context.getMode() === 'internal';
}

/** Why a call is refused, and what to do instead. */
export type Refusal = { reason: string; advice: string };

/** The refusal of a call, before anything was sent. */
export function refused(
  { context, itemIndex }: { context: IExecuteFunctions; itemIndex: number },
  { reason, advice }: Refusal,
): NodeOperationError {
  // Of this call only: what an earlier run has deleted is gone.
  const message = `${reason} This call sent nothing and deleted nothing. ${advice}`;
  return new NodeOperationError(context.getNode(), message, { itemIndex });
}
