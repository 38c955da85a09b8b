import { PlanRefusedError } from '../../errors/PlanRefusedError.ts';
/** The format of each document, by its kind. */
export const formats = {
  plan: 'iinked-sign/deletion-plan/2',
  preview: 'iinked-sign/deletion-preview/1',
  approval: 'iinked-sign/approval/1',
  report: 'iinked-sign/apply-report/2',
  receipt: 'iinked-sign/deletion-receipt/2',
} as const;

/** The kinds of documents. */
export type Kind = keyof typeof formats;

/** What each kind is called. */
export const names: Record<Kind, string> = {
  plan: 'deletion plan',
  preview: 'preview of a deletion plan',
  approval: 'deletion approval',
  report: 'deletion report',
  receipt: 'deletion receipt',
};

/** The kind of a document by its format, if it is one of ours. */
export function kindOf(document: unknown): Kind | undefined {
  assertAwaited(document);
  const format: unknown =
    typeof document === 'object' && document !== null ? Reflect.get(document, 'format') : undefined;
  return kinds.find((kind) => formats[kind] === format);
}

/** Says what is wrong with a promise, which as JSON would be an empty document. */
export function assertAwaited(document: unknown): void {
  if (document instanceof Promise)
    throw new PlanRefusedError('format', 'This is a promise of a document: await it first.');
}

const kinds: readonly Kind[] = ['plan', 'preview', 'approval', 'report', 'receipt'];
