import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type {
  IBinaryData,
  ICredentialsDecrypted,
  IDataObject,
  IExecuteFunctions,
  IGetNodeParameterOptions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  INode,
  INodeCredentialTestResult,
  INodeExecutionData,
  INodeListSearchResult,
  INodeParameters,
  INodeType,
  IPollFunctions,
  NodeExecutionHint,
  Workflow,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import { type Credential, request, requestWithAuthentication } from './requests.ts';

// The build that n8n itself loads; the other one is no valid ES module for Node.
const workflowModule: typeof import('n8n-workflow') = createRequire(import.meta.url)('n8n-workflow');

/** One run of a node. */
export type Run = {
  node: INodeType;
  credential: Credential;
  /** The parameters as a workflow holds them: expressions begin with `=`. */
  parameters: INodeParameters;
  /** The input, one empty item unless told otherwise. */
  items?: IDataObject[];
  /** The node's setting On Error. */
  onError?: INode['onError'];
  /** Cancels the execution. */
  signal?: AbortSignal;
  /** How the execution was started, by hand unless told otherwise. */
  mode?: WorkflowExecuteMode;
  /** The node's setting Retry On Fail. */
  retryOnFail?: boolean;
  /** Whether an AI agent runs the node as its tool. */
  asTool?: boolean;
  /** Is told what n8n would show beside the output. */
  onHint?: (message: string) => void;
};

/**
 * Runs a node much as n8n does: n8n's own expressions and default values, requests over real HTTP, and a second output for
 * failed items where the node is set so. There is no editor, no database and no engine around it.
 *
 * @returns The outputs: the regular one and, with `continueErrorOutput`, the one for failed items.
 * @throws what the node throws.
 */
export async function runNode({
  node: type,
  credential,
  parameters,
  items = [{}],
  onError,
  signal,
  mode = 'manual',
  retryOnFail = false,
  asTool = false,
  onHint,
}: Run): Promise<INodeExecutionData[][]> {
  const description = asTool ? { ...type.description, name: `${type.description.name}Tool` } : type.description;
  const { workflow, node } = workflowWith({ description }, parameters, { ...(onError && { onError }), retryOnFail });
  const input = items.map((json): INodeExecutionData => ({ json }));
  const context = completed<IExecuteFunctions>({
    getNode: () => node,
    getMode: () => mode,
    getTimezone: () => 'America/Toronto',
    getParentNodes: () => [],
    isToolExecution: () => asTool,
    getInputData: () => input,
    continueOnFail: () => onError !== undefined && onError !== 'stopWorkflow',
    getExecutionCancelSignal: () => signal,
    getCredentials: async () => credential.data,
    addExecutionHints: (...hints: NodeExecutionHint[]) => {
      for (const { message } of hints) onHint?.(message);
    },
    getNodeParameter(
      name: string,
      itemIndex: number,
      fallback?: INodeParameters[string],
      { rawExpressions = false, extractValue = false }: IGetNodeParameterOptions = {},
    ) {
      const value = node.parameters[name] ?? fallback;
      if (value === undefined) throw new Error('Could not get parameter');
      if (rawExpressions) return value;
      const resolved = workflow.expression.getParameterValue(value, null, 0, itemIndex, node.name, input, 'manual', {});
      return extractValue && isLocator(resolved) ? resolved.value : resolved;
    },
    helpers: {
      httpRequestWithAuthentication: (
        _credentialType: string,
        options: IHttpRequestOptions,
        more?: { credentialsDecrypted?: ICredentialsDecrypted },
      ) => {
        const { type: credentialType, data } = credential;
        const decrypted = more?.credentialsDecrypted?.data ?? data;
        return requestWithAuthentication(
          { workflow, node, signal },
          { type: credentialType, data: decrypted },
          options,
        );
      },
      httpRequest: request,
      prepareBinaryData,
    },
  });
  const outputs = await type.execute?.call(context);
  if (!Array.isArray(outputs)) throw new Error('The node has no output.');
  return onError === 'continueErrorOutput' ? splitByError(outputs[0] ?? [], items) : outputs;
}

// Like n8n, it does not begin to read at once, and fails when the stream breaks off.
async function prepareBinaryData(
  data: Buffer | Readable,
  fileName?: string,
  mimeType = 'text/plain',
): Promise<IBinaryData> {
  await new Promise((resolve) => setImmediate(resolve));
  const bytes = Buffer.isBuffer(data) ? data : await buffer(data);
  return { data: bytes.toString('base64'), mimeType, ...(fileName && { fileName }), bytes: bytes.length };
}

/** One poll of a trigger. */
export type Poll = Pick<Run, 'node' | 'credential' | 'parameters' | 'mode'> & {
  /** What n8n keeps for the node from one poll to the next. */
  staticData: IDataObject;
  /** The id of the credential. */
  credentialId?: string;
};

/**
 * Lets a trigger poll once, much as n8n does.
 *
 * @returns The items that start a workflow, or nothing.
 * @throws what the trigger throws.
 */
export async function pollNode({
  node: type,
  credential,
  parameters,
  mode = 'trigger',
  staticData,
  credentialId = '1',
}: Poll): Promise<INodeExecutionData[] | undefined> {
  const { workflow, node } = workflowWith(type, parameters, {
    credentials: { [credential.type.name]: { id: credentialId, name: '' } },
  });
  const context = completed<IPollFunctions>({
    getNode: () => node,
    getMode: () => mode,
    getWorkflowStaticData: () => staticData,
    getCredentials: async () => credential.data,
    getNodeParameter(name: string, fallback?: INodeParameters[string]) {
      const value = node.parameters[name] ?? fallback;
      if (value === undefined) throw new Error('Could not get parameter');
      return workflow.expression.getParameterValue(value, null, 0, 0, node.name, [], 'manual', {});
    },
    helpers: {
      httpRequestWithAuthentication: (_credentialType: string, options: IHttpRequestOptions) =>
        requestWithAuthentication({ workflow, node }, credential, options),
    },
  });
  const outputs = await type.poll?.call(context);
  return outputs?.[0];
}

/** Fills a list of a resource locator as n8n does while a person edits the node. */
export async function searchList(
  { node: type, credential, parameters }: Pick<Run, 'node' | 'credential' | 'parameters'>,
  method: string,
  filter?: string,
  paginationToken?: string,
): Promise<INodeListSearchResult> {
  const { workflow, node } = workflowWith(type, parameters);
  const context = completed<ILoadOptionsFunctions>({
    getNode: () => node,
    getCredentials: async () => credential.data,
    getCurrentNodeParameter(name: string, { extractValue = false } = {}) {
      const value = node.parameters[name];
      return extractValue && isLocator(value) ? value.value : value;
    },
    helpers: {
      httpRequestWithAuthentication: (_credentialType: string, options: IHttpRequestOptions) =>
        requestWithAuthentication({ workflow, node }, credential, options),
    },
  });
  const search = type.methods?.listSearch?.[method];
  if (!search) throw new Error(`The node has no list '${method}'.`);
  return search.call(context, filter, paginationToken);
}

/** Tests a credential as n8n does, by the request that its type declares. */
export async function testCredential(credential: Credential): Promise<INodeCredentialTestResult> {
  const { test } = credential.type;
  if (!test) throw new Error('The credential has no test.');
  const { url = '', skipSslCertificateValidation: _, ...options } = test.request;
  try {
    const answer = await requestWithAuthentication(workflowWith({ description: anyNode }, {}), credential, {
      url,
      ...options,
    });
    const broken = test.rules?.find(
      ({ type, properties: rule }) =>
        type === 'responseSuccessBody' && 'key' in rule && fieldOf(answer, rule.key) === rule.value,
    );
    return broken ? { status: 'Error', message: broken.properties.message } : { status: 'OK', message: '' };
  } catch (error) {
    const status = fieldOf(fieldOf(fieldOf(error, 'cause'), 'response'), 'status');
    const rule = test.rules?.find(({ type, properties }) => type === 'responseCode' && properties.value === status);
    const message = error instanceof Error ? error.message : `${error}`;
    return { status: 'Error', message: rule?.properties.message ?? message };
  }
}

const anyNode: INodeType['description'] = {
  displayName: 'Any',
  name: 'any',
  group: [],
  version: 1,
  description: '',
  defaults: {},
  inputs: [],
  outputs: [],
  properties: [],
};

function workflowWith(
  type: INodeType,
  parameters: INodeParameters,
  settings: Partial<INode> = {},
): { workflow: Workflow; node: INode } {
  const node: INode = {
    id: '1',
    name: 'iinked Sign',
    type: type.description.name,
    typeVersion: 1,
    position: [0, 0],
    parameters,
    ...settings,
  };
  const workflow = new workflowModule.Workflow({
    nodes: [node],
    connections: {},
    active: false,
    nodeTypes: { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) },
  });
  return { workflow, node };
}

/** n8n gives a node more; a node that asks for what is not here is told so. */
function completed<Context>(provided: object): Context;
function completed(provided: object): object {
  return new Proxy(provided, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name);
      throw new Error(`This runtime has no '${String(name)}'.`);
    },
    has: (target, name) => name in target,
  });
}

function isLocator(value: unknown): value is { value: unknown } {
  return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

// Like n8n: an item with nothing but `error` has failed, and carries its input on.
function splitByError(output: INodeExecutionData[], items: IDataObject[]): INodeExecutionData[][] {
  const hasFailed = ({ json }: INodeExecutionData) => Object.keys(json).join() === 'error';
  const failed = output.filter(hasFailed).map((item) => ({ ...item, json: { ...inputOf(item, items), ...item.json } }));
  return [output.filter((item) => !hasFailed(item)), failed];
}

function inputOf({ pairedItem }: INodeExecutionData, items: IDataObject[]): IDataObject {
  return typeof pairedItem === 'object' && 'item' in pairedItem ? (items[pairedItem.item] ?? {}) : {};
}
