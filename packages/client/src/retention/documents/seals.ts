import { PlanRefusedError } from '../../errors/PlanRefusedError.ts';
import { type Sealer, type SealKeyHolder, sealerOfHolder } from '../seal.ts';
import { type Documents, documentOf } from './documents.ts';
import { kindOf, names } from './formats.ts';

/** The kinds of documents that are sealed. */
export type SealedKind = Exclude<keyof Documents, 'preview'>;

/**
 * Seals a document. Half a character, which would not survive a file, becomes a replacement character first.
 *
 * @throws {PlanRefusedError} with the reason `format` when it is not a document of this kind.
 */
export function sealed<Kind extends SealedKind>(
  kind: Kind,
  contents: Omit<Documents[Kind], 'keyId' | 'seal'>,
  { keyId, seal }: Sealer,
): Documents[Kind] {
  const json = JSON.stringify({ ...contents, keyId, seal: noSeal }, (_, value: unknown) =>
    typeof value === 'string' ? wellFormed(value) : value,
  );
  const document = documentOf(kind, JSON.parse(json));
  return { ...document, seal: seal(sealedText(document)) };
}

/**
 * Reads a document, and makes sure that it is as it was sealed, with this key.
 *
 * @throws {PlanRefusedError} with the reason `format`, `key` or `seal`.
 */
export function checked<Kind extends SealedKind>(kind: Kind, value: unknown, { keyId, seal }: Sealer): Documents[Kind] {
  const document = documentOf(kind, value);
  if (document.keyId !== keyId) {
    throw new PlanRefusedError('key', `Another key sealed this ${names[kind]}. ${advice[kind].key}`);
  }
  if (seal(sealedText(document)) !== document.seal) {
    throw new PlanRefusedError('seal', `This ${names[kind]} was changed after it was sealed. ${advice[kind].seal}`);
  }
  return document;
}

/**
 * Verifies the seal of a document: that it is, word for word, what was sealed with this key.
 *
 * @param holder A client, or the seal key. No request is sent.
 * @param document A plan, an approval, a report or a receipt, as JSON was read.
 * @returns Which of these it is.
 * @throws {PlanRefusedError} with the reason `format` when it is none of these or not a whole one, `key` when another key
 *   sealed it, `seal` when it was changed.
 * @throws {InvalidRequestError} when the sealer is neither a client nor a key of 16 characters or more.
 * @example
 * ```ts
 * verifyDocument({ sealKey }, JSON.parse(await readFile('receipt.json', 'utf8'))); // 'receipt'
 * ```
 */
export function verifyDocument(holder: SealKeyHolder, document: unknown): SealedKind {
  const sealer = sealerOfHolder(holder);
  const kind = kindOf(document);
  if (kind === undefined || kind === 'preview') {
    const known = 'a deletion plan, approval, report or receipt';
    throw new PlanRefusedError('format', `This is not ${known}, or not one of this version.`);
  }
  checked(kind, document, sealer);
  return kind;
}

/** Replaces half a character, which would not survive a file. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

const noSeal = '0'.repeat(64);

// The fields in the order of their table, without the seal.
function sealedText({ seal: _, ...rest }: Documents[SealedKind]): string {
  return JSON.stringify(rest);
}

const advice: Record<SealedKind, { key: string; seal: string }> = {
  plan: { key: 'Use the key that it was made with, or make a new plan.', seal: 'Make a new plan.' },
  approval: { key: 'Approve the plan again, with the key of the plan.', seal: 'Approve the plan again.' },
  report: { key: 'Use the key that it was made with.', seal: 'Use the report as it was returned.' },
  receipt: { key: 'Use the key that it was made with.', seal: 'Audit the plan again.' },
};
