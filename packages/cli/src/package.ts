import { type Client, NotFoundError, type PackageDetails, PermissionDeniedError, visibleText } from 'iinked-sign';

/** The package, where this key may see it. */
export async function packageOf(
  client: Client,
  packageId: string,
  signal: AbortSignal,
): Promise<PackageDetails | undefined> {
  try {
    return await client.packages.get({ packageId }, { signal });
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof PermissionDeniedError) return undefined;
    throw error;
  }
}

/** The name of a package, where a person can see all of it: only then can it be typed. */
export function visibleNameOf(details: PackageDetails | undefined): string | undefined {
  const name = details?.name;
  return name && visibleText(name) === name ? name : undefined;
}

/** A package in words, such as `package “Lease” (7be0a1d4)`. */
export function packageInWords(packageId: string, details: PackageDetails | undefined): string {
  const name = visibleText(details?.name);
  return name ? `package “${name}” (${packageId})` : `package ${packageId}, which has no name`;
}
