import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersInDropdownField } from '../fields.ts';
import { isYes } from '../input.ts';
import { distinct, packageLabel } from '../labels.ts';
import { byNewest, newestPackages } from '../packages.ts';
import { pagesOf } from '../pages.ts';
import { timesIn } from '../times.ts';
import { clientFor } from '../transport.ts';

const pageSize = 50;

/**
 * Fills the dropdown of packages, page by page, the newest of a page first.
 *
 * Each page is read from the first package on: only what arrived before tells where a page begins, for the API may give less
 * than was asked for, and which labels are taken.
 */
export const listPackages = defineTrigger({
  key: 'list_packages',
  noun: 'Package',
  display: { label: 'List Packages', description: 'Lists the packages to choose from.', hidden: true },
  operation: {
    type: 'polling',
    canPaginate: true,
    inputFields: defineInputFields([allMembersInDropdownField]),
    perform: (z, { authData, meta, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        const begin = pageSize * (meta?.page ?? 0);
        const query = isYes(allMembersInDropdownField, bundle) ? { allMembers: true } : {};
        const packages = await newestPackages(pagesOf(clientFor(z, authData), query), begin + pageSize);
        const times = timesIn(meta?.timezone);
        const sorted = [...packages.slice(0, begin), ...packages.slice(begin).sort(byNewest)];
        const rows = sorted.map((item) => ({ id: item.packageId, label: packageLabel(item, times) }));
        return distinct(rows).slice(begin);
      }),
  },
});
