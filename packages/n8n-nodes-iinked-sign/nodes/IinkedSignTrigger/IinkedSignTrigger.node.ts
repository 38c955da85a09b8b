import {
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { poll } from './poll.ts';
import { properties } from './properties.ts';

/** The node "iinked Sign Trigger": starts a workflow for each package that is created, or that reaches a state. */
export class IinkedSignTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'iinked Sign Trigger',
    name: 'iinkedSignTrigger',
    icon: { light: 'file:../IinkedSign/iinkedSign.svg', dark: 'file:../IinkedSign/iinkedSign.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle:
      '={{ $parameter["event"] === "packageInState" ? "Package in State: " + $parameter["states"] : "Package Created" }}',
    description: 'Start a workflow when a package is created or reaches a state',
    defaults: { name: 'iinked Sign Trigger' },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'iinkedSignApi', required: true }],
    properties,
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    return poll(this);
  }
}
