import type { MeetingVideo } from 'iinked-sign';
import type { INodeProperties } from 'n8n-workflow';
import { switchOf } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The parameter Include Links. */
export const includeLinksField: INodeProperties = {
  displayName: 'Include Links',
  name: 'includeLinks',
  type: 'boolean',
  default: false,
  description:
    'Whether to return the download link of each video as well. Whoever has a link can watch the video until it expires, and n8n stores the output of executions. The operation Download needs no link.',
  displayOptions: { show: { resource: ['video'], operation: ['getMany'] } },
};

/** Whether the output may hold links. */
export function includesLinks({ context, itemIndex }: OperationInput): boolean {
  return switchOf('includeLinks', context.getNodeParameter('includeLinks', itemIndex, false));
}

/** A video without its link, which lets anyone watch it. */
export function withoutLinks(video: MeetingVideo): MeetingVideo {
  const rest = { ...video };
  delete rest.url;
  delete rest.timeUrlExpires;
  return rest;
}
