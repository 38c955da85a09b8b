import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { properties, resources } from './properties.ts';
import { type FailedItem, isCancelled, nodeError } from './shared/errors.ts';
import type { Operation } from './shared/operation.ts';
import { itemsAtOnceOf } from './shared/options.ts';
import { strayIn } from './shared/strays.ts';
import { connect } from './shared/transport.ts';

/**
 * Carries out the node's operation for every item, and returns what comes out in the order of the input.
 *
 * @throws {NodeApiError | NodeOperationError} when an item fails and the node is set to stop. No further item is begun
 * then; the error says what was deleted.
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const connection = await connect(context);
  const { server } = connection;
  const operate = operationOf(context);
  const outputs: INodeExecutionData[][] = [];
  const deleted: string[] = [];
  const failures: FailedItem[] = [];
  const hints = new Set<string>();
  const waiting = context.getInputData().keys();

  async function worker(): Promise<void> {
    for (const itemIndex of waiting) {
      if (failures.length > 0) return;
      const pairedItem = { item: itemIndex };
      try {
        const result = await operate({ context, ...connection, itemIndex });
        deleted.push(...(result.deleted ?? []).map(({ meetingVideoId }) => meetingVideoId));
        for (const hint of result.hints ?? []) hints.add(hint);
        const files = result.binary && { binary: result.binary };
        outputs[itemIndex] = result.items.map((json) => ({ json, pairedItem, ...files }));
      } catch (error) {
        if (isCancelled(context) || !context.continueOnFail()) {
          failures.push({ error, itemIndex });
          return;
        }
        // By an `error` and nothing else n8n recognizes a failed item, and merges the input into it on the error output.
        const { message } = nodeError(context, error, { itemIndex, server });
        outputs[itemIndex] = [{ json: { error: message }, pairedItem }];
      }
    }
  }

  await Promise.all(Array.from({ length: workersOf(context) }, worker));
  const [first, ...others] = failures;
  if (first) throw nodeError(context, first.error, { itemIndex: first.itemIndex, server, deleted, others });
  if (hints.size > 0) {
    context.addExecutionHints(...Array.from(hints, (message) => ({ message, location: 'outputPane' as const })));
  }
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
  const [resource, { operations }] = chosen(context, 'resource', resources);
  const [operation, operate] = chosen(context, 'operation', operations);
  const stray = strayIn(context, properties, { resource, operation });
  // Of each item, as any other value that is rejected: On Error decides what becomes of them.
  return stray === undefined ? operate : () => Promise.reject(new Error(stray));
}

function chosen<Entry>(
  context: IExecuteFunctions,
  parameter: 'resource' | 'operation',
  entries: Record<string, Entry>,
): [name: string, entry: Entry] {
  const name: unknown = context.getNodeParameter(parameter, 0);
  const entry = typeof name === 'string' && Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (typeof name === 'string' && entry) return [name, entry];
  const message = `There is no ${parameter} '${name}'. Nothing was sent and nothing was deleted. Choose one from the list.`;
  throw new NodeOperationError(context.getNode(), message);
}
