// Deletes the recordings that a retention period allows to delete, in three steps. Between the first two, a person approves.
//
// Node 22.18 and later runs this file as it is.
//
//   node retention-sweep.mts plan plan.json > plan.md        writes the plan, and a table for the person who approves it
//   node retention-sweep.mts apply plan.json ID > report.json    ID is that of the plan: it approves this plan and no other
//   node retention-sweep.mts audit plan.json > receipt.json
//
// IINKED_SIGN_API_KEY and IINKED_SIGN_SERVER say where. holds.json, or the file that HOLDS names, says what must be kept:
// { "packageIds": [], "meetingVideoIds": [] }. It is read again before an apply: what was put on hold since the plan is kept
// too. After an interruption, apply the same plan again.
import { readFile, writeFile } from 'node:fs/promises';
import { baseUrlOf, createClient, type Hold } from 'iinked-sign';
import {
  applyPlan,
  auditPlan,
  type DeletionPlan,
  type DeletionRules,
  formatDocument,
  type Progress,
  planDeletion,
} from 'iinked-sign/retention';

const { IINKED_SIGN_API_KEY: apiKey = '', IINKED_SIGN_SERVER: server, HOLDS: holds = 'holds.json' } = process.env;
const [, , step, file = '', approved] = process.argv;

// How long you must and may keep recordings is yours to know: set the age and the limits with whoever answers for it.
const rules: Omit<DeletionRules, 'hold'> = {
  packages: { states: ['executed'], allMembers: true },
  olderThan: { years: 10 },
  limits: { videos: 200, share: 0.5 },
};

const client = createClient({ apiKey, server: baseUrlOf(server) });
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
const options = { signal: interrupted.signal, onProgress };

const steps: Record<string, () => Promise<boolean>> = { plan, apply, audit };
const run = steps[step ?? ''];
if (!run || !file) throw new Error('Usage: node retention-sweep.mts plan|apply|audit FILE [ID]');
if (!(await run())) process.exitCode = 1;

async function plan(): Promise<boolean> {
  const made = await planDeletion(client, { ...rules, hold: await readJson<Hold>(holds) }, options);
  await writeFile(file, JSON.stringify(made, null, 2), { flag: 'wx' });
  console.log(formatDocument(made, { format: 'markdown' }));
  console.error(`To approve it: apply ${file} ${made.id}`);
  return true;
}

async function apply(): Promise<boolean> {
  const made = await readJson<DeletionPlan>(file);
  if (approved !== made.id) throw new Error(`${file} holds the plan ${made.id}, and ${approved} was approved.`);
  const report = await applyPlan(client, made, { ...options, hold: await readJson<Hold>(holds) });
  print(report);
  const { failed, unknown, notStarted } = report.totals;
  return failed + unknown + notStarted === 0;
}

async function audit(): Promise<boolean> {
  const hold = await readJson<Hold>(holds);
  const receipt = await auditPlan(client, await readJson<DeletionPlan>(file), { ...options, hold });
  print(receipt);
  return receipt.unplanned.length === 0;
}

async function readJson<Value>(path: string): Promise<Value> {
  return JSON.parse(await readFile(path, 'utf8'));
}

function print(document: object): void {
  console.log(JSON.stringify(document, null, 2));
}

function onProgress({ phase, done, total, packageName }: Progress): void {
  console.error(`${phase}: ${done} of ${total}${packageName ? `, ${packageName}` : ''}`);
}
