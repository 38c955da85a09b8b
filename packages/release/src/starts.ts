import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runNode } from 'iinked-sign-testing/n8n/runtime';
import { run } from 'iinked-sign-testing/processes';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { codeBelow } from './readme.ts';

const readme = new URL('../../../README.md', import.meta.url);
const addressInReadme = 'http://127.0.0.1:4010/api/v1';

/** The TypeScript start of the README, as a file in a folder from which `iinked-sign` can be imported. */
export async function startTypeScript(folder: string, address: string): Promise<void> {
  await runFile(folder, codeBelow(readme, '**In a TypeScript program**', 'ts').replace(addressInReadme, address));
}

/** Runs code as a file in a folder. */
export async function runFile(folder: string, code: string): Promise<void> {
  const file = join(folder, `start-${process.hrtime.bigint()}.ts`);
  await writeFile(file, code);
  await run(process.execPath, [file], { cwd: folder, timeoutMs: 30_000 });
}

/** The n8n start of the README: the node of its workflow, from an installed package. */
export async function startN8n(folder: string, address: string): Promise<void> {
  const load = createRequire(join(folder, 'package.json'));
  const { IinkedSign }: { IinkedSign: new () => INodeType } = load(
    'n8n-nodes-iinked-sign/dist/nodes/IinkedSign/IinkedSign.node.js',
  );
  const { IinkedSignApi }: { IinkedSignApi: new () => ICredentialType } = load(
    'n8n-nodes-iinked-sign/dist/credentials/IinkedSignApi.credentials.js',
  );
  const workflow = JSON.parse(codeBelow(readme, '**In n8n**', 'json'));
  for (const { parameters } of workflow.nodes) {
    await runNode({
      node: new IinkedSign(),
      credential: {
        type: new IinkedSignApi(),
        data: { apiKey: 'emulator-key', server: 'custom', baseUrl: address },
      },
      parameters,
    });
  }
}

/** The Zapier start of the README, in the folder of the app. */
export async function startZapier(folder: string, address: string): Promise<void> {
  const script = codeBelow(readme, '**In Zapier**', 'sh').replace(addressInReadme, address);
  await run('sh', ['-ec', script], { cwd: folder, env: { ...process.env, DISABLE_ZAPIER_ANALYTICS: '1' } });
}
