import { type IExecuteFunctions, type INodeProperties, NodeOperationError } from 'n8n-workflow';
import { packageLocator } from '../locators.ts';
import { deleteFields, deleteVideo } from './delete.ts';
import { deleteAllFields, deleteAllVideos } from './deleteAll.ts';
import type { Operation } from './operation.ts';

const operations = new Map<string, Operation>([
  ['delete', deleteVideo],
  ['deleteAll', deleteAllVideos],
]);

/** The parameters of the resource Video. */
export const videoProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['video'] } },
    options: [
      {
        name: 'Delete',
        value: 'delete',
        description: 'Delete one video permanently',
        action: 'Delete a video',
      },
      {
        name: 'Delete All',
        value: 'deleteAll',
        description: 'Delete every video of a package permanently',
        action: 'Delete all videos of a package',
      },
    ],
    default: 'delete',
  },
  packageLocator,
  ...deleteFields,
  ...deleteAllFields,
];

/**
 * Finds the operation that the node is set to.
 *
 * @throws {NodeOperationError} when there is none of that name.
 */
export function videoOperation(context: IExecuteFunctions): Operation {
  const name = context.getNodeParameter('operation', 0);
  const operation = operations.get(name);
  if (operation) return operation;
  const message = `There is no operation '${name}'. Nothing was sent and nothing was deleted.`;
  throw new NodeOperationError(context.getNode(), message, { description: "Choose one under 'Operation'." });
}
