import type { VideoDeletion } from 'iinked-sign';
import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { packageResource } from './resources/package/index.ts';
import { videoResource } from './resources/video/index.ts';
import { isCancelled } from './shared/context.ts';
import { type Failure, nodeError } from './shared/errors.ts';
import type { Operation, Resource } from './shared/operation.ts';
import { itemsAtOnceOf } from './shared/options.ts';
import { connect } from './shared/transport.ts';

const resources: Record<string, Resource> = { package: packageResource, video: videoResource };

/**
 * Carries out the node's operation for every item, and returns what comes out in the order of the input.
 *
 * @throws {NodeApiError | NodeOperationError} when an item fails and the node is set to stop. No further item is begun
 * then; the error says what was deleted.
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
        // By an `error` and nothing else n8n recognizes a failed item, and merges the input into it on the error output.
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
    return itemsAtOnceOf(context);
  } catch (error) {
    throw nodeError(context, error);
  }
}

// n8n lets no expression choose either: what is set for the first item is set for all.
function operationOf(context: IExecuteFunctions): Operation {
  const resource = chosen(context, 'resource', resources);
  return chosen(context, 'operation', resource.operations);
}

function chosen<Entry>(
  context: IExecuteFunctions,
  parameter: 'resource' | 'operation',
  entries: Record<string, Entry>,
): Entry {
  const name: unknown = context.getNodeParameter(parameter, 0);
  const entry = typeof name === 'string' && Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry) return entry;
  const message = `There is no ${parameter} '${name}'. Nothing was sent and nothing was deleted. Choose one from the list.`;
  throw new NodeOperationError(context.getNode(), message);
}
