import { readFileSync } from 'node:fs';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { startProxy } from 'iinked-sign-testing/fronts';
import { ProxyAgent } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, createClient } from '../src/index.ts';
import { createClient as createClientOverUndici } from '../src/node.ts';
import { type Reason, reasonsInOrder } from '../src/reasons.ts';
import { sealed } from '../src/retention/documents/seals.ts';
import { sealerOfHolder } from '../src/retention/seal.ts';
import type { Outcome, PlanRefusal } from '../src/retention.ts';
import * as retention from '../src/retention.ts';
import { sealKey, wholeContents } from './documents-fixtures.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [start = '', ...blocks] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

type Scope = { client: Client } & Record<string, unknown>;
// A block is the body of an async function: its imports and what it takes for granted come from the scope.
const AsyncFunction: new (...parameters: string[]) => (...values: unknown[]) => Promise<void> = Object.getPrototypeOf(
  async () => undefined,
).constructor;

async function runBlock(code: string, scope: Record<string, unknown>): Promise<void> {
  await new AsyncFunction(...Object.keys(scope), code.replace(/^import .*$/gm, ''))(...Object.values(scope));
}

/** The block of the README that holds these words. */
function blockWith(words: string): string {
  const block = blocks.find((code) => code.includes(words));
  if (block === undefined) throw new Error(`The README has no block with ${words}.`);
  return block;
}

/** An emulator with two packages: three old videos and a new one in the first, another new one in the second. */
async function scene() {
  const aVideoOf = (meetingVideoId: string, timeCreated: string) => aVideo({ meetingVideoId, timeCreated });
  const now = new Date().toISOString();
  const old = ['a', 'b', 'c'].map((id) => aVideoOf(id, '2012-01-01T00:00:00.000Z'));
  const timeCreated = '2011-12-01T00:00:00.000Z';
  const executed = { isExecuted: true, state: 'executed', timeCreated, matterNumber: '2011-0007' };
  const emulator = await startEmulator({
    packages: [
      aPackage({ packageId: 'lease', ...executed, videos: [...old, aVideoOf('new', now)] }),
      aPackage({ packageId: 'other', ...executed, videos: [aVideoOf('also-new', now)] }),
    ],
  });
  onTestFinished(() => emulator.close());
  const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
  const left = () =>
    emulator.packages.flatMap(({ videos }) => videos.filter((v) => v.state !== 'deleted').map((v) => v.meetingVideoId));
  return { emulator, left, scope: { client, packageId: 'lease' } satisfies Scope };
}

test('the quick start deletes one video, then all of the package', async () => {
  const { emulator, left } = await scene();
  await runBlock(start, {
    createClient: ({ apiKey }: { apiKey: string }) => createClient({ apiKey, server: emulator.url }),
    apiKey: emulator.apiKey,
    packageId: 'lease',
    meetingVideoId: 'a',
  });
  expect(left()).toEqual(['also-new']);
});

test('the dry run deletes nothing', async () => {
  const { left, scope } = await scene();
  await runBlock(blockWith('dryRun: true'), scope);
  expect(left()).toHaveLength(5);
});

test('the example of retention plans, applies and audits', async () => {
  const { left, scope } = await scene();
  const files = new Map<string, string>();
  const said: unknown[] = [];
  const readFile = async (name: string) => files.get(name);
  const writeFile = async (name: string, text: string) => void files.set(name, text);
  const all = { ...scope, ...retention, readFile, writeFile, said };
  const plan = blockWith('planDeletion(client');
  // One of two packages has videos that are old enough.
  const strict = runBlock(plan.replace('share: 0.5', 'share: 0.4'), all);
  await expect(strict).rejects.toMatchObject({ reason: 'limit' });
  await runBlock(plan, all);
  expect(left()).toHaveLength(5);
  await runBlock(`${blockWith('applyPlan(client')}; said.push(report.totals.deleted, receipt.complete)`, all);
  expect([...files.keys()]).toEqual(['plan.json', 'plan.html', 'report.json']);
  expect(said).toEqual([3, true]);
  expect(left()).toEqual(['new', 'also-new']);
});

test('the example of approvals approves a plan, and needs no API key', async () => {
  const made = sealed('plan', wholeContents.plan, sealerOfHolder({ sealKey }));
  const code = `${blockWith('approvePlan')}; made.push(first, second)`;
  const approvals: retention.Approval[] = [];
  const approve = (_: unknown, ...rest: [unknown, retention.Decision]) =>
    retention.approvePlan({ sealKey }, made, rest[1]);
  const scope = { approvePlan: approve, plan: made, sealKey, id: 'v1', made: approvals };
  await runBlock(code, { client: undefined, ...scope });
  expect(approvals.map(({ by }) => by)).toEqual(['Jane Doe', 'John Roe']);
  expect(approvals.map((approval) => retention.verifyDocument({ sealKey }, approval))).toEqual([
    'approval',
    'approval',
  ]);
});

test('the example of a proxy sends through it', async () => {
  const { emulator } = await scene();
  const proxy = await startProxy();
  class AgentOfTheTest extends ProxyAgent {
    constructor(uri: string) {
      expect(uri).toBe('http://proxy.example.com:8080');
      super({ uri: proxy.url, proxyTunnel: true });
    }
  }
  await runBlock(blockWith('ProxyAgent'), {
    createClient: ({ apiKey, dispatcher }: { apiKey: string; dispatcher: ProxyAgent }) =>
      createClientOverUndici({ apiKey, server: emulator.url, dispatcher }),
    ProxyAgent: AgentOfTheTest,
    apiKey: emulator.apiKey,
  });
  expect(emulator.requests).toHaveLength(1);
  expect(proxy.seen[0]).toBe(`CONNECT ${new URL(emulator.url).host}`);
});

test('the tables of outcomes and reasons name each of them', () => {
  for (const each of [...outcomes, ...reasons, ...refusals]) expect(readme).toContain(`\`${each}\``);
});

const outcomes: Outcome[] = [
  'deleted',
  'alreadyDeleted',
  'wouldDelete',
  'kept',
  'missing',
  'failed',
  'unknown',
  'notStarted',
];
const reasons: readonly Reason[] = reasonsInOrder;
const refusals: PlanRefusal[] = [
  'limit',
  'format',
  'key',
  'seal',
  'server',
  'age',
  'clock',
  'approvals',
  'hold',
  'stale',
  'report',
];
