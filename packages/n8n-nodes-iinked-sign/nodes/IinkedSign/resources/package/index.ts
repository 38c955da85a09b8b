import type { Resource } from '../../shared/operation.ts';
import { getManyFields, getManyPackages } from './getMany.ts';

/** The resource Package. */
export const packageResource: Resource = {
  operations: { getMany: getManyPackages },
  properties: [
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
    ...getManyFields,
  ],
};
