import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlanRefusedError } from 'iinked-sign';
import type { ApplyReport, Approval, DeletionPlan } from 'iinked-sign/retention';
import { FileError } from './FileError.ts';
import { codeOf, reasonOf } from './systemError.ts';
import { makeFolder, writeNew } from './writeNew.ts';

/** The plan of a run. */
export const planFile = 'plan.json';

/**
 * Makes the folder of a new run.
 *
 * @throws {FileError} when something is in it already, or it cannot be made.
 */
export async function makeRun(folder: string): Promise<void> {
  await makeFolder(folder);
  const files = await filesIn(folder);
  // A plan that was refused has left what it would have been.
  const isOther = (name: string) => !/^lock\b/.test(name) && !name.startsWith('.') && !previews.test(name);
  if (!files.some(isOther)) return;
  const problem = files.includes(planFile) ? 'has a plan already' : 'is not empty';
  throw new FileError(folder, undefined, `${problem}. Every plan gets a folder of its own: name a new one.`);
}

/**
 * Reads the plan of a run. Who gets it verifies it.
 *
 * @throws {FileError} when there is none.
 * @throws {PlanRefusedError} with the reason `format` when it is no JSON.
 */
export function readPlan(folder: string): Promise<DeletionPlan> {
  return readJson<DeletionPlan>(join(folder, planFile), 'Is this the folder of a run? `plan --out RUN` makes one.');
}

/** Reads every approval and rejection of a run, whatever its file is called: one may have come by mail. */
export async function readApprovals(folder: string): Promise<Approval[]> {
  const approvals = join(folder, 'approvals');
  const names = (await filesIn(approvals)).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  return Promise.all(byNumber(names).map((name) => readJson<Approval>(join(approvals, name))));
}

/** Reads every report of a run, but those of dry runs. */
export async function readReports(folder: string): Promise<ApplyReport[]> {
  const names = (await filesIn(folder)).filter((name) => /^report-\d+\.json$/.test(name));
  return Promise.all(byNumber(names).map((name) => readJson<ApplyReport>(join(folder, name))));
}

/** Writes an approval or a rejection, with the next number. */
export async function writeApproval(folder: string, approval: Approval): Promise<string> {
  const approvals = join(folder, 'approvals');
  await mkdir(approvals, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return;
    throw new FileError(approvals, undefined, `cannot be made. ${reasonOf(error)}`, { cause: error });
  });
  return writeJson(approvals, `${nextNumber(await filesIn(approvals), /^(\d+)\.json$/)}.json`, approval);
}

/** Writes the report of an apply, with the next number. */
export async function writeReport(folder: string, report: ApplyReport): Promise<string> {
  const name = report.dryRun ? 'dry-run' : 'report';
  const number = nextNumber(await filesIn(folder), new RegExp(`^${name}-(\\d+)\\.json$`));
  return writeJson(folder, `${name}-${number}.json`, report);
}

/** The name of the next receipt, without its ending: only the first one has no number. */
export async function receiptName(folder: string): Promise<string> {
  const number = nextNumber(await filesIn(folder), /^receipt(?:-(\d+))?\.(?:json|html)$/);
  return number === 1 ? 'receipt' : `receipt-${number}`;
}

/** The name of the next preview of a plan that was refused, without its ending. */
export async function previewName(folder: string): Promise<string> {
  return `preview-${nextNumber(await filesIn(folder), previews)}`;
}

const previews = /^preview-(\d+)\.(?:json|html)$/;

async function writeJson(folder: string, name: string, document: object): Promise<string> {
  const file = join(folder, name);
  await writeNew(file, jsonOf(document));
  return file;
}

/** A document as JSON that people can read. */
export function jsonOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Reads a document. Who gets it verifies it.
 *
 * @throws {FileError} when it cannot be read.
 * @throws {PlanRefusedError} with the reason `format` when it is no JSON.
 */
export async function readJson<Document>(file: string, advice = ''): Promise<Document> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new FileError(file, undefined, `cannot be read. ${reasonOf(error)} ${advice}`.trim(), { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new PlanRefusedError('format', `${file} is not JSON, or was cut off. Use the file as it was written.`);
  }
}

/** The files of a folder; none where it does not exist. */
export async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new FileError(folder, undefined, `cannot be read. ${reasonOf(error)}`, { cause: error });
  }
}

/** One more than the highest number among names of a kind; a name of it without a number is the first. */
function nextNumber(files: readonly string[], pattern: RegExp): number {
  const numbers = files.flatMap((name) => {
    const found = pattern.exec(name);
    return found ? [Number(found[1] ?? 1)] : [];
  });
  return Math.max(0, ...numbers) + 1;
}

function byNumber(names: readonly string[]): string[] {
  return names.toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
