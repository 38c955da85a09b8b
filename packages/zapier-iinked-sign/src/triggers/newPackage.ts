import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersField, packageStateField } from '../fields.ts';
import { assertOnlyFields } from '../input.ts';
import { lineItems } from '../output/format.ts';
import { packageFields, packageOutput, packageSample } from '../output/package.ts';
import { byNewest, findPackages, queryOf } from '../packages.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  {
    ...packageStateField,
    helpText:
      'Choose *Executed* to start the Zap when a package is executed, and so on. Left empty, the Zap starts when a package is created.',
  },
  allMembersField,
]);

/**
 * Starts a Zap for each package that is created, or that reaches a state. Zapier knows by its `id` which one is new.
 *
 * Each poll reads all packages in that state: one that was created long ago may reach it today.
 */
export const newPackage = defineTrigger({
  key: 'new_package',
  noun: 'Package',
  display: {
    label: 'New Package',
    description: 'Triggers when a package is created, or when it reaches the state that you choose.',
  },
  operation: {
    type: 'polling',
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, authData, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const packages = await findPackages(clientFor(z, authData), queryOf(bundle));
        packages.sort(byNewest);
        // Of the others Zapier only needs to know that they are not new.
        const { listed } = lineItems(packages.map(packageOutput));
        const others = packages.slice(listed.length).map(({ packageId }) => ({ id: packageId, packageId }));
        return [...listed, ...others];
      }),
    outputFields: packageFields,
    sample: packageSample,
  },
});
