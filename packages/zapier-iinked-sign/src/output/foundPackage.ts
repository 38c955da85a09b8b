import type { FoundPackages } from '../packages.ts';
import { lineItems, type OutputField, type OutputFields, outputFields } from './format.ts';
import { type PackageOutput, packageFields, packageOutput, packageSample } from './package.ts';

/** A package that a search found, and whether there are more. */
export type FoundPackageOutput = PackageOutput & { total: number; someLeftOut: boolean };

/** Puts packages in the shape that Zapier wants: each an object with an `id`. */
export function foundPackageOutputs({ packages, total, someLeftOut }: FoundPackages): FoundPackageOutput[] {
  const { listed, notListed } = lineItems(packages.map(packageOutput));
  return listed.map((item) => ({ ...item, total, someLeftOut: someLeftOut || notListed > 0 }));
}

const ownFields: Record<Exclude<keyof FoundPackageOutput, keyof PackageOutput>, OutputField> = {
  total: { label: 'Packages to Search in Total', type: 'integer' },
  someLeftOut: { label: 'Some Packages Are Left Out', type: 'boolean' },
};

/** The output fields of Find Package, labelled. */
export const foundPackageFields: OutputFields = [...packageFields, ...outputFields(ownFields)];

/** What the Zap editor shows before Find Package has run. */
export const foundPackageSample: FoundPackageOutput = { ...packageSample, total: 1, someLeftOut: false };
