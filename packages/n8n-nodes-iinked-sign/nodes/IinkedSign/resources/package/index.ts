import { ownPackageLocator } from '../../shared/locators.ts';
import type { Resource } from '../../shared/operation.ts';
import { outputFields } from '../../shared/simplify.ts';
import { getPackage } from './get.ts';
import { getManyFields, getManyPackages } from './getMany.ts';
import { packageFields } from './simplified.ts';

/** The resource Package. */
export const packageResource: Resource = {
  operations: { get: getPackage, getMany: getManyPackages },
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['package'] } },
      options: [
        {
          name: 'Get',
          value: 'get',
          description: 'Get a package, with its retention',
          action: 'Get package',
        },
        {
          name: 'Get Many',
          value: 'getMany',
          description: 'Get many packages, or search for some',
          action: 'Get many packages',
        },
      ],
      default: 'getMany',
    },
    ownPackageLocator,
    ...getManyFields,
    ...outputFields('package', ['get', 'getMany'], packageFields),
  ],
};
