import type { VideoDeletion } from 'iinked-sign';
import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { isCancelled, nodeError } from './errors.ts';
import { connect } from './transport.ts';
import { videoOperation, videoProperties } from './video/video.ts';

/** The node "iinked Sign": deletes recorded videos, one operation for one video and another one for all. */
export class IinkedSign implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'iinked Sign',
    name: 'iinkedSign',
    icon: { light: 'file:iinkedSign.svg', dark: 'file:iinkedSign.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description: 'Delete recorded videos of signing sessions',
    defaults: { name: 'iinked Sign' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'iinkedSignApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [{ name: 'Video', value: 'video' }],
        default: 'video',
      },
      ...videoProperties,
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const client = await connect(this);
    const operate = videoOperation(this);
    const output: INodeExecutionData[] = [];
    const deleted: VideoDeletion[] = [];

    for (const itemIndex of this.getInputData().keys()) {
      try {
        const { deletion, items } = await operate(this, client, itemIndex);
        deleted.push(deletion);
        output.push(...items.map((json) => ({ json, pairedItem: { item: itemIndex } })));
      } catch (error) {
        if (isCancelled(this) || !this.continueOnFail()) throw nodeError(this, error, { itemIndex, deleted });
        // Nothing but `error`: that is how n8n knows a failed item, and merges the input into it on the error output.
        const { message } = nodeError(this, error, { itemIndex });
        output.push({ json: { error: message }, pairedItem: { item: itemIndex } });
      }
    }
    return [output];
  }
}
