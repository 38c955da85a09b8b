import type { INodeProperties } from 'n8n-workflow';
import { packageLocator, videoLocator } from '../locators.ts';
import type { Operation } from '../operation.ts';
import { deleteFields, deleteVideo } from './delete.ts';
import { deleteAllFields, deleteAllVideos } from './deleteAll.ts';
import { dryRunFields } from './dryRun.ts';
import { getManyFields, getManyVideos } from './getMany.ts';

/** What can be done with videos. */
export const videoOperations: Record<string, Operation> = {
  delete: deleteVideo,
  deleteAll: deleteAllVideos,
  getMany: getManyVideos,
};

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
      {
        name: 'Get Many',
        value: 'getMany',
        description: 'List the videos of a package',
        action: 'Get many videos',
      },
    ],
    default: 'delete',
  },
  packageLocator,
  videoLocator,
  ...dryRunFields,
  ...deleteFields,
  ...deleteAllFields,
  ...getManyFields,
];
