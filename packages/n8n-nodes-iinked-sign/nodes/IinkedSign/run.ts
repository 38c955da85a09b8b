import type { VideoDeletion } from 'iinked-sign';
import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { type Failure, isCancelled, nodeError } from './errors.ts';
import type { Operation } from './operation.ts';
import { itemsAtOnce } from './options.ts';
import { packageOperations } from './package/package.ts';
import { connect } from './transport.ts';
import { videoOperations } from './video/video.ts';

/**
 * Carries out the operation that the node is set to for every item, and gives what comes out in the order of the input.
 *
 * @throws {NodeApiError | NodeOperationError} when an item fails and the node is set to stop. No further item is begun then;
 * the error tells what had been deleted.
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const connection = await connect(context);
  const operate = operationOf(context);
  const outputs: INodeExecutionData[][] = [];
  const deleted: VideoDeletion[] = [];
  const failures: Failure[] = [];
  const waiting = context.getInputData().keys();

  async function worker(): Promise<void> {
    for (const itemIndex of waiting) {
      if (failures.length > 0) return;
      const pairedItem = { item: itemIndex };
      try {
        const { items, deletion } = await operate({ context, ...connection, itemIndex });
        if (deletion) deleted.push(deletion);
        outputs[itemIndex] = items.map((json) => ({ json, pairedItem }));
      } catch (error) {
        if (isCancelled(context) || !context.continueOnFail()) {
          failures.push({ error, itemIndex });
          return;
        }
        // Nothing but `error`: that is how n8n knows a failed item, and merges the input into it on the error output.
        const { message } = nodeError(context, error, { itemIndex });
        outputs[itemIndex] = [{ json: { error: message }, pairedItem }];
      }
    }
  }

  await Promise.all(Array.from({ length: workersOf(context) }, worker));
  const [first, ...others] = failures;
  if (first) throw nodeError(context, first.error, { itemIndex: first.itemIndex, deleted, others });
  return outputs.flat();
}

function workersOf(context: IExecuteFunctions): number {
  try {
    return itemsAtOnce(context);
  } catch (error) {
    throw nodeError(context, error);
  }
}

function operationOf(context: IExecuteFunctions): Operation {
  const name = context.getNodeParameter('operation', 0);
  const operations = context.getNodeParameter('resource', 0) === 'package' ? packageOperations : videoOperations;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  const message = `There is no operation '${name}'. Nothing was sent and nothing was deleted.`;
  throw new NodeOperationError(context.getNode(), message, { description: "Choose one under 'Operation'." });
}
