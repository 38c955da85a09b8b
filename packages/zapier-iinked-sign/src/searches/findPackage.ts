import { InvalidRequestError } from 'iinked-sign';
import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersField, packageStateField, searchField } from '../fields.ts';
import { assertOnlyFields } from '../input.ts';
import { lineItems } from '../output/format.ts';
import { packageFields, packageOutput, packageSample } from '../output/package.ts';
import { byNewest, findPackages, queryOf } from '../packages.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([searchField, packageStateField, allMembersField]);

// As many as Looping by Zapier takes.
const most = 500;

/** Finds packages by text and state. A Zap takes the first, the newest, or all of them as line items. */
export const findPackage = defineSearch({
  key: 'find_package',
  noun: 'Package',
  display: {
    label: 'Find Package',
    description: 'Finds a package by search text and state, the newest first.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, authData, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const query = queryOf(bundle);
        if (query.search === undefined && query.states === undefined) {
          throw new InvalidRequestError('Search Text or State', 'must be given');
        }
        const found = await findPackages(clientFor(z, authData), query, most);
        return lineItems(found.sort(byNewest).map(packageOutput)).listed;
      }),
    outputFields: packageFields,
    sample: packageSample,
  },
});
