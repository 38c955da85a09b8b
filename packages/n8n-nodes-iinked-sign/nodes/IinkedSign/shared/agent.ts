import type { IExecuteFunctions } from 'n8n-workflow';

/** Whether an AI agent runs the node: as a tool, whose type ends in `Tool`, or without a workflow, which n8n calls internal. */
export function isUsedByAgent(context: IExecuteFunctions): boolean {
  // Older versions of n8n cannot tell; there the type and the mode do.
  const isTool = 'isToolExecution' in context && context.isToolExecution();
  return isTool || context.getNode().type.endsWith('Tool') || context.getMode() === 'internal';
}
