import { createRequire } from 'node:module';
import type { ICredentialType, IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';
import { runNode } from './runtime.ts';

/**
 * Loads the node as n8n does: the built files, by `require`, from the package that a file can import.
 *
 * @param from The path or URL of that file.
 * @param server Where the node's credential leads, and its key.
 * @returns Runs the node with these parameters, for each item.
 */
export function installedNode(
  from: string,
  { url, apiKey }: { url: string; apiKey: string },
): (parameters: INodeParameters, items?: IDataObject[]) => Promise<INodeExecutionData[][]> {
  const load = createRequire(from);
  const built = 'n8n-nodes-iinked-sign/dist';
  const { IinkedSign }: { IinkedSign: new () => INodeType } = load(`${built}/nodes/IinkedSign/IinkedSign.node.js`);
  const { IinkedSignApi }: { IinkedSignApi: new () => ICredentialType } = load(
    `${built}/credentials/IinkedSignApi.credentials.js`,
  );
  const credential = { type: new IinkedSignApi(), data: { apiKey, server: 'custom', baseUrl: url } };
  return (parameters, items = [{}]) => runNode({ node: new IinkedSign(), credential, parameters, items });
}
