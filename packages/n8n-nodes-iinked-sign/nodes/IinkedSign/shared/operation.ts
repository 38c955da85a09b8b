import type { Client, VideoDeletion } from 'iinked-sign';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What an operation is given: the node's run, a client, the name of its server, and the item that it is for. */
export type Call = { context: IExecuteFunctions; client: Client; server: string; itemIndex: number };

/** What an operation returns for one item: the items that come out, and what it deleted. */
export type Result = { items: IDataObject[]; deletion?: VideoDeletion };

/** Carries out one operation for one item. */
export type Operation = (call: Call) => Promise<Result>;

/** What can be done with one kind of thing, by the value of the parameter Operation, and the parameters of it all. */
export type Resource = { operations: Record<string, Operation>; properties: INodeProperties[] };
