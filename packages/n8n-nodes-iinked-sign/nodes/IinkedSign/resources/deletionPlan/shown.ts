import { type ApplyReport, type DeletionPlan, type DeletionReceipt, formatDocument } from 'iinked-sign/retention';
import type { IDataObject } from 'n8n-workflow';
import type { OperationInput } from '../../shared/operation.ts';

/** Shows a document to people, with times in the zone of the workflow. */
export function shown(
  { context }: OperationInput,
  document: DeletionPlan | ApplyReport | DeletionReceipt,
): IDataObject {
  const timeZone = context.getTimezone();
  return {
    markdown: formatDocument(document, { format: 'markdown', timeZone }),
    html: formatDocument(document, { format: 'html', timeZone }),
    page: formatDocument(document, { format: 'page', timeZone }),
    csv: formatDocument(document, { format: 'csv', timeZone }),
  };
}
