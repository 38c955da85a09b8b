import type { INodePropertyOptions } from 'n8n-workflow';
import { dryRunFields } from '../../shared/dryRun.ts';
import { packageLocator, videoLocator } from '../../shared/locators.ts';
import type { Resource } from '../../shared/operation.ts';
import { outputFields } from '../../shared/simplify.ts';
import { deleteFields, deleteVideo } from './delete.ts';
import { deleteAllFields, deleteAllVideos } from './deleteAll.ts';
import { downloadFields, downloadVideo } from './download.ts';
import { videoFields } from './fields.ts';
import { getManyFields, getManyVideos } from './getMany.ts';

const deleteOption: INodePropertyOptions = {
  name: 'Delete',
  value: 'delete',
  description: 'Delete one video permanently',
  action: 'Delete video',
};
const deleteAllOption: INodePropertyOptions = {
  name: 'Delete All',
  value: 'deleteAll',
  description: 'Delete every video of a package permanently',
  action: 'Delete all videos of package',
};
const downloadOption: INodePropertyOptions = {
  name: 'Download',
  value: 'download',
  description: 'Download a video as a file, and check that every byte arrived',
  action: 'Download video',
};
const getManyOption: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getMany',
  description: 'Get many videos of a package',
  action: 'Get many videos',
};

/** The resource Video. */
export const videoResource: Resource = {
  operations: { delete: deleteVideo, deleteAll: deleteAllVideos, download: downloadVideo, getMany: getManyVideos },
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['video'], '@tool': [false] } },
      options: [deleteOption, deleteAllOption, downloadOption, getManyOption],
      default: 'delete',
    },
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      // As a tool of an AI agent the node offers no Delete All.
      displayOptions: { show: { resource: ['video'], '@tool': [true] } },
      options: [deleteOption, downloadOption, getManyOption],
      default: 'delete',
    },
    packageLocator,
    videoLocator,
    ...dryRunFields('video', ['delete', 'deleteAll']),
    ...deleteFields,
    ...deleteAllFields,
    ...downloadFields,
    ...getManyFields,
    ...outputFields('video', ['delete', 'getMany'], videoFields),
  ],
};
