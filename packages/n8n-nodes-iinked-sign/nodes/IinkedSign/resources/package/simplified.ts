import type { Package, PackageDetails } from 'iinked-sign';
import type { IDataObject } from 'n8n-workflow';
import { filled } from '../../shared/fields.ts';

/** The fields of a package. */
export const packageFields = [
  'packageId',
  'organizationId',
  'memberId',
  'teamId',
  'folderId',
  'timeCreated',
  'timeLastModified',
  'timeSignBy',
  'timeExecuted',
  'name',
  'category',
  'clientNumber',
  'matterNumber',
  'description',
  'type',
  'state',
  'isExecuted',
  'timeRetention',
] as const satisfies readonly (keyof PackageDetails)[];

/** What matters of a package. */
export function simplified(item: Package | PackageDetails): IDataObject {
  const { packageId, name, state, type, matterNumber, clientNumber, timeCreated, timeExecuted, isExecuted } = item;
  const timeRetention = 'timeRetention' in item ? item.timeRetention : undefined;
  return filled({
    packageId,
    name,
    state,
    type,
    matterNumber,
    clientNumber,
    timeCreated,
    timeExecuted,
    isExecuted,
    timeRetention,
  });
}

/** All that the API says of a package, but for its videos: these come with links, which let anyone watch them. */
export function whole(item: Package | PackageDetails): IDataObject {
  const rest: PackageDetails = { ...item };
  delete rest.meetings;
  return filled({ ...rest });
}
