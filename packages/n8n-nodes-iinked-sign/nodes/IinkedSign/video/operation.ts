import type { Client, VideoDeletion } from 'iinked-sign';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** Carries out one operation for one item, and tells what was deleted and what comes out. */
export type Operation = (
  context: IExecuteFunctions,
  client: Client,
  itemIndex: number,
) => Promise<{ deletion: VideoDeletion; items: IDataObject[] }>;
