import { defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { packageLabel } from '../labels.ts';
import { clientFor } from '../transport.ts';

const take = 50;

/** Fills the dropdown of packages, page by page. */
export const listPackages = defineTrigger({
  key: 'list_packages',
  noun: 'Package',
  display: { label: 'List Packages', description: 'Lists the packages to choose from.', hidden: true },
  operation: {
    type: 'polling',
    canPaginate: true,
    perform: (z, { authData, meta }) =>
      withZapierErrors(z, 'read', async () => {
        const skip = take * (meta?.page ?? 0);
        const { items } = await clientFor(z, authData).packages.list({ take, skip });
        return items.map((item) => ({ id: item.packageId, label: packageLabel(item) }));
      }),
  },
});
