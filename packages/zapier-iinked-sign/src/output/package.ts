import type { Package } from 'iinked-sign';
import { knownOf, type OutputField, type OutputFields, outputFields } from './format.ts';
import { samplePackageId, samplePackageName } from './video.ts';

/** A package as the next steps of a Zap get it: with every field, empty where the API leaves it out. */
export type PackageOutput = Required<Package> & { id: string };

const empty: Omit<PackageOutput, 'id' | 'packageId'> = {
  organizationId: null,
  memberId: null,
  teamId: null,
  folderId: null,
  timeCreated: null,
  timeLastModified: null,
  timeSignBy: null,
  timeExecuted: null,
  name: null,
  category: null,
  clientNumber: null,
  matterNumber: null,
  description: null,
  type: null,
  state: null,
  isExecuted: null,
};

/** Puts a package in the shape that Zapier wants: one object with an `id`, and no text longer than people read. */
export function packageOutput(item: Package): PackageOutput {
  const { packageId } = item;
  return { id: packageId, packageId, ...empty, ...shortened(knownOf(empty, item)) };
}

// A long description of each of hundreds of packages is more than Zapier takes.
const longestText = 1000;

function shortened(item: object): { [field: string]: unknown } {
  const cut = (value: unknown) =>
    typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  return Object.fromEntries(Object.entries(item).map(([field, value]) => [field, cut(value)]));
}

const fields: Record<keyof PackageOutput, OutputField> = {
  id: { label: 'ID', type: 'string' },
  packageId: { label: 'Package ID', type: 'string' },
  organizationId: { label: 'Organization ID', type: 'string' },
  memberId: { label: 'Member ID', type: 'string' },
  teamId: { label: 'Team ID', type: 'string' },
  folderId: { label: 'Folder ID', type: 'string' },
  timeCreated: { label: 'Package Created', type: 'datetime' },
  timeLastModified: { label: 'Package Last Modified', type: 'datetime' },
  timeSignBy: { label: 'Package to Be Signed By', type: 'datetime' },
  timeExecuted: { label: 'Package Executed', type: 'datetime' },
  name: { label: 'Package Name', type: 'string' },
  category: { label: 'Package Category', type: 'string' },
  clientNumber: { label: 'Client Number', type: 'string' },
  matterNumber: { label: 'Matter Number', type: 'string' },
  description: { label: 'Package Description', type: 'string' },
  type: { label: 'Package Type', type: 'string' },
  state: { label: 'Package State', type: 'string' },
  isExecuted: { label: 'Is Executed', type: 'boolean' },
};

/** The output fields of a package, labelled. */
export const packageFields: OutputFields = outputFields(fields);

/** What the Zap editor shows before a package was found. */
export const packageSample: PackageOutput = packageOutput({
  packageId: samplePackageId,
  organizationId: '7a1f5f0e-6a8b-4a39-9b43-0d1a5c6f2b10',
  memberId: 'b3c8e2d4-1f6a-4c7d-8e9b-2a5d4f6c8b01',
  teamId: '2d7e9c4b-8a1f-4b3d-9c5e-6f7a8b9c0d12',
  folderId: '9e4d3c2b-1a0f-4e8d-8c7b-5a6f7e8d9c03',
  timeCreated: '2026-11-02T09:30:00.000Z',
  timeLastModified: '2026-11-02T19:02:11.204Z',
  timeSignBy: '2026-11-09T09:30:00.000Z',
  timeExecuted: '2026-11-02T19:02:11.204Z',
  name: samplePackageName,
  category: 'Leases',
  clientNumber: '1042',
  matterNumber: '77-A',
  description: 'Lease of the office on Main Street',
  type: 'video_closing_room',
  state: 'executed',
  isExecuted: true,
});
