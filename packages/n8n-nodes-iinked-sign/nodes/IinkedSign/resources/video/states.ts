import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The states of videos to choose from. */
export const stateOptions: INodePropertyOptions[] = [
  { name: 'Archived', value: 'archived' },
  { name: 'Deleted', value: 'deleted' },
  { name: 'Failed', value: 'failed' },
  { name: 'Queued', value: 'queued' },
  { name: 'Started', value: 'started' },
  { name: 'Stopped', value: 'stopped' },
];

/** The filter States. */
export const statesOption: INodeProperties = {
  displayName: 'States',
  name: 'states',
  type: 'multiOptions',
  options: stateOptions,
  default: ['archived'],
  description:
    'Only videos in these states. Archived videos are ready to be downloaded. Without this filter, deleted videos are left out.',
};
