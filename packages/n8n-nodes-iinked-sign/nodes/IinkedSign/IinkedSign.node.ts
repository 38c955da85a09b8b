import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { searchPackages } from './listSearch/searchPackages.ts';
import { searchVideos } from './listSearch/searchVideos.ts';
import { properties } from './properties.ts';
import { run } from './run.ts';

/** The node "iinked Sign": lists, downloads and deletes recorded videos, one, all or by a plan, each by an operation of its own. */
export class IinkedSign implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'iinked Sign',
    name: 'iinkedSign',
    icon: { light: 'file:iinkedSign.svg', dark: 'file:iinkedSign.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle:
      '={{ ($parameter["operation"] + ": " + $parameter["resource"]).replace(/([A-Z])/g, " $1").replace(/\\b[a-z]/g, (letter) => letter.toUpperCase()) }}',
    description: 'List, download and delete recorded videos of signing sessions',
    defaults: { name: 'iinked Sign' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'iinkedSignApi', required: true }],
    properties,
  };

  methods: NonNullable<INodeType['methods']> = { listSearch: { searchPackages, searchVideos } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return [await run(this)];
  }
}
