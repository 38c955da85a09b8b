import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DeletionPlan, formatDocument, verifyDocument } from 'iinked-sign/retention';
import { sealerFor } from '../connection.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { jsonOf, planFile, readJson } from '../files/run.ts';
import type { Terminal } from '../terminal.ts';

export type ShowOptions = {
  file: string;
  format: 'text' | 'markdown' | 'page' | 'csv' | 'json';
  timeZone: string;
  json?: boolean | undefined;
};

/** Shows a document, or the plan of a run. It needs no key; with one it verifies the seal. */
export async function run(terminal: Terminal, { file, format, timeZone, json }: ShowOptions): Promise<ExitCode> {
  const isFolder = await stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const document = await readJson<DeletionPlan>(isFolder ? join(file, planFile) : file);
  const shown = json || format === 'json' ? jsonOf(document) : formatDocument(document, { format, timeZone });
  const seal = await sealOf(terminal, document);
  terminal.print(shown.trimEnd());
  terminal.say(seal);
  return DONE;
}

async function sealOf(
  terminal: Terminal,
  document: { server?: unknown; format?: unknown; seal?: unknown },
): Promise<string> {
  if (document.seal === undefined) return 'A preview has no seal.';
  // An approval names no server, and a seal depends on none.
  const server = typeof document.server === 'string' ? document.server : 'sandbox-us';
  const sealer = await sealerFor(terminal, server);
  if (!sealer) return 'Seal not checked: there is no key. Set IINKED_SIGN_SEAL_KEY or IINKED_SIGN_API_KEY to check it.';
  return `The seal of this ${verifyDocument(sealer, document)} is right: nothing was changed since it was made with this key.`;
}
