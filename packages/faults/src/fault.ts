import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PlantedFault } from 'iinked-sign-testing/plantedFault';

/** A fault that a tired person might make. */
export type Fault = PlantedFault & {
  /** What does not hold any more. */
  law: string;
  /** The file in `test` that should catch it. */
  test: string;
};

/** The faults of a part of the repository. */
export type FaultsOf = {
  /** The name that people see. */
  part: string;
  /** The folder in `packages`. */
  folder: string;
  /** The tests of the package run what was built: with a fault they run this source instead. */
  entry?: { name: string; source: string };
  faults: readonly Fault[];
};

/** The folder of a package. */
export function folderOf({ folder }: Pick<FaultsOf, 'folder'>): string {
  return fileURLToPath(new URL(`../../${folder}`, import.meta.url));
}

/** The configuration with which the tests of a package run. */
export function configOf(part: Pick<FaultsOf, 'folder'>): string {
  const own = ['vitest.config.ts', 'vitest.config.mts'].map((name) => `${folderOf(part)}/${name}`);
  return own.find((file) => existsSync(file)) ?? fileURLToPath(new URL('../../../vitest.config.ts', import.meta.url));
}
