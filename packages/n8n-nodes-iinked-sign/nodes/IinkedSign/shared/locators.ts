import { InvalidRequestError, type VideoIds } from 'iinked-sign';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { OperationInput } from './operation.ts';

/** The package whose videos are meant. */
export const packageLocator: INodeProperties = {
  displayName: 'Package',
  name: 'packageId',
  type: 'resourceLocator',
  required: true,
  default: { mode: 'list', value: '' },
  description: 'The package whose signing session was recorded',
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Select a package...',
      typeOptions: { searchListMethod: 'searchPackages', searchable: true },
    },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. c603079c-2dc7-4af7-8c2e-dc992662621c' },
  ],
  displayOptions: { show: { resource: ['video'] } },
};

/** The package that is meant. */
export const ownPackageLocator: INodeProperties = {
  ...packageLocator,
  description: 'The package to get',
  displayOptions: { show: { resource: ['package'], operation: ['get'] } },
};

/** The one video that is meant. */
export const videoLocator: INodeProperties = {
  displayName: 'Video',
  name: 'meetingVideoId',
  type: 'resourceLocator',
  required: true,
  default: { mode: 'list', value: '' },
  description: 'The recorded video. If it is empty, nothing is deleted.',
  // Clears the video when another package is chosen.
  typeOptions: { loadOptionsDependsOn: ['packageId.value'] },
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      placeholder: 'Select a video...',
      typeOptions: { searchListMethod: 'searchVideos', searchable: true },
    },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 4c512b8a-c1ad-47da-ae22-5a61115505e3' },
  ],
  displayOptions: { show: { resource: ['video'], operation: ['delete', 'download'] } },
};

/**
 * Reads an id from a locator. The client validates it.
 *
 * @throws {InvalidRequestError} when it is not a string, such as an expression that resolves to nothing.
 */
export function idOf(context: IExecuteFunctions, name: 'packageId' | 'meetingVideoId', itemIndex: number): string {
  const id: unknown = context.getNodeParameter(name, itemIndex, undefined, { extractValue: true });
  if (typeof id === 'string') return id;
  throw new InvalidRequestError(name, `must be a string, got ${id === null ? 'null' : typeof id}`);
}

/**
 * Reads which video is meant.
 *
 * @throws {InvalidRequestError} when an id is not a string.
 */
export function videoOf({ context, itemIndex }: OperationInput): VideoIds {
  return {
    packageId: idOf(context, 'packageId', itemIndex),
    meetingVideoId: idOf(context, 'meetingVideoId', itemIndex),
  };
}
