import { defineInputFields, defineSearch } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import {
  allMembersField,
  exactFields,
  ifSeveralMatchField,
  limitField,
  packageAgeFields,
  packageStateField,
  searchField,
} from '../fields.ts';
import { assertOnlyFields } from '../input.ts';
import { foundPackageFields, foundPackageOutputs, foundPackageSample } from '../output/foundPackage.ts';
import { wantedOf } from '../packageQuery.ts';
import { findPackages } from '../packages.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  searchField,
  exactFields.name,
  exactFields.matterNumber,
  exactFields.clientNumber,
  packageStateField,
  packageAgeFields.olderThan,
  packageAgeFields.olderThanUnit,
  packageAgeFields.countedFrom,
  ifSeveralMatchField,
  limitField,
  allMembersField,
]);

/** Finds one package, and stops where several match; or finds all that match. */
export const findPackage = defineSearch({
  key: 'find_package',
  noun: 'Package',
  display: {
    label: 'Find Package',
    description: 'Finds a package by text, exact name or number, state and age, or all packages that match.',
  },
  operation: {
    inputFields,
    perform: (z, { authData, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const wanted = wantedOf(bundle);
        return foundPackageOutputs(await findPackages(clientFor(z, authData), wanted));
      }),
    outputFields: foundPackageFields,
    sample: foundPackageSample,
  },
});
