import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n8nFolder } from 'iinked-sign-testing/n8n/install';
import { run } from 'iinked-sign-testing/processes';
import { type Figure, figureOf } from '../statistics.ts';

const rounds = 15;

// As n8n loads nodes: by require, with the n8n-workflow that it brings, which is there already.
const modules = join(n8nFolder, 'node_modules');
const ourNode = createRequire(import.meta.url).resolve(
  'n8n-nodes-iinked-sign/dist/nodes/IinkedSign/IinkedSign.node.js',
);
const httpRequestNode = join(modules, 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');

/** Times how long n8n takes to load our node and the HTTP Request node, in milliseconds, in fresh processes by turns. */
export async function measureNodeLoad(): Promise<{ ours: Figure; httpRequest: Figure }> {
  const times: { ours: number[]; httpRequest: number[] } = { ours: [], httpRequest: [] };
  // Outside the workspace, where it would find another n8n-workflow.
  const folder = await mkdtemp(join(tmpdir(), 'node-load-'));
  const installed = join(folder, 'IinkedSign.node.js');
  await copyFile(ourNode, installed);
  for (let round = -1; round < rounds; round++) {
    const [ours, httpRequest] = [await loadMs(installed), await loadMs(httpRequestNode)];
    // The first round brings the files into the memory of the system.
    if (round < 0) continue;
    times.ours.push(ours);
    times.httpRequest.push(httpRequest);
  }
  await rm(folder, { recursive: true });
  return { ours: figureOf(times.ours), httpRequest: figureOf(times.httpRequest) };
}

async function loadMs(file: string): Promise<number> {
  const program = `require('n8n-workflow');
    const began = performance.now();
    require(${JSON.stringify(file)});
    console.log(performance.now() - began);
    process.exit();`;
  const stdout = await run(process.execPath, ['--eval', program], { env: { ...process.env, NODE_PATH: modules } });
  return Number(stdout.trim().split('\n').at(-1));
}
