import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../operation.ts';
import { getManyPackages, getManyPackagesFields } from './getMany.ts';

/** What can be done with packages. */
export const packageOperations: Record<string, Operation> = { getMany: getManyPackages };

/** The parameters of the resource Package. */
export const packageProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['package'] } },
    options: [
      {
        name: 'Get Many',
        value: 'getMany',
        description: 'List packages, or search for some',
        action: 'Get many packages',
      },
    ],
    default: 'getMany',
  },
  ...getManyPackagesFields,
];
