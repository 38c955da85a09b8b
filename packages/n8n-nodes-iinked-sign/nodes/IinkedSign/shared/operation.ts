import type { Client } from 'iinked-sign';
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What an operation is given: the node's run, a client, the name of its server, and the item that it is for. */
export type OperationInput = { context: IExecuteFunctions; client: Client; server: string; itemIndex: number };

/** What an operation returns for one item. */
export type Result = {
  /** The items that come out. */
  items: IDataObject[];
  /** Files that go with them. */
  binary?: IBinaryKeyData;
  /** The videos that were deleted. */
  deleted?: readonly { meetingVideoId: string }[];
  /** What a person should know who looks at the output. */
  hints?: readonly string[];
};

/** Carries out one operation for one item. */
export type Operation = (input: OperationInput) => Promise<Result>;

/** What can be done with one kind of thing, by the value of the parameter Operation, and the parameters of it all. */
export type Resource = { operations: Record<string, Operation>; properties: INodeProperties[] };
