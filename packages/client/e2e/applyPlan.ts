// A program of its own: applies the plan in a file, and writes the report and the memory that it took at most.
import { readFile } from 'node:fs/promises';
import { createClient, type Server } from 'iinked-sign';
import { applyPlan, type DeletionPlan } from 'iinked-sign/retention';

/** The plan to apply, and where. */
export type Order = { apiKey: string; server: Server; file: string; atOnce: number };

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const { file, atOnce, ...options }: Order = JSON.parse(input);
const plan: DeletionPlan = JSON.parse(await readFile(file, 'utf8'));
const report = await applyPlan(createClient(options), plan, { atOnce });
process.stdout.write(JSON.stringify({ totals: report.totals, maxRss: process.resourceUsage().maxRSS }));
