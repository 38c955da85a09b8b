import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

/** What a node gets from n8n when it runs, and when its lists are filled. */
export type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** Whether the execution was cancelled. */
export function isCancelled(context: Context): boolean {
  return 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal()?.aborted === true;
}
