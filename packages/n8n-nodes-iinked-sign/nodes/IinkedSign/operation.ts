import type { Client, VideoDeletion } from 'iinked-sign';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** What an operation is given: the node's run, a client, the name of its server, and the item that it is for. */
export type Call = { context: IExecuteFunctions; client: Client; server: string; itemIndex: number };

/** What came of an operation for one item: what comes out, and what it deleted. */
export type Result = { items: IDataObject[]; deletion?: VideoDeletion };

/** Carries out one operation for one item. */
export type Operation = (call: Call) => Promise<Result>;
