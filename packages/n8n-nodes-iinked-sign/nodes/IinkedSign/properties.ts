import type { INodeProperties } from 'n8n-workflow';
import { deletionPlanResource } from './resources/deletionPlan/index.ts';
import { packageResource } from './resources/package/index.ts';
import { videoResource } from './resources/video/index.ts';
import type { Resource } from './shared/operation.ts';
import { optionsField } from './shared/options.ts';
import { withStrays } from './shared/strays.ts';

/** What the node can do, by the value of the parameter Resource. */
export const resources: Record<string, Resource> = {
  deletionPlan: deletionPlanResource,
  package: packageResource,
  video: videoResource,
};

/** The parameters of the node. */
export const properties: INodeProperties[] = withStrays([
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Deletion Plan', value: 'deletionPlan' },
      { name: 'Package', value: 'package' },
      { name: 'Video', value: 'video' },
    ],
    default: 'video',
  },
  ...videoResource.properties,
  ...packageResource.properties,
  ...deletionPlanResource.properties,
  optionsField,
]);
