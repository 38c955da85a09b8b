// A program of its own: plans, applies and audits as it is told, and writes what came of it and the memory that it took at most.
import { readFile, writeFile } from 'node:fs/promises';
import { createClient, type Server } from 'iinked-sign';
import { applyPlan, auditPlan, type DeletionPlan, type DeletionRules, planDeletion } from 'iinked-sign/retention';

/** What to do with the plan in a file, and where. */
export type Order = {
  step: 'plan' | 'apply' | 'audit';
  apiKey: string;
  server: Server;
  file: string;
  atOnce: number;
  rules: DeletionRules;
};

/** The totals of the document that a step made, its size in bytes, and the most memory that the step took, in kilobytes. */
export type Outcome = { totals: Record<string, number>; bytes: number; maxRss: number };

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const { step, file, atOnce, rules, ...options }: Order = JSON.parse(input);
const client = createClient(options);
const planned = async (): Promise<DeletionPlan> => JSON.parse(await readFile(file, 'utf8'));
const steps = {
  plan: () => planDeletion(client, rules, { atOnce }),
  apply: async () => applyPlan(client, await planned(), { atOnce }),
  audit: async () => auditPlan(client, await planned(), { atOnce }),
};
const document = await steps[step]();
const json = JSON.stringify(document);
if (step === 'plan') await writeFile(file, json);
const outcome: Outcome = {
  totals: document.totals,
  bytes: Buffer.byteLength(json),
  maxRss: process.resourceUsage().maxRSS,
};
process.stdout.write(JSON.stringify(outcome));
