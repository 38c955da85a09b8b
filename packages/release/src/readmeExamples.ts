import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runNode } from 'iinked-sign-testing/n8n/runtime';
import { run } from 'iinked-sign-testing/processes';
import { zapierAlone } from 'iinked-sign-testing/zapierPlatform';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { codeBelow } from './readme.ts';

const readme = new URL('../../../README.md', import.meta.url);
const addressInReadme = 'http://127.0.0.1:4010/api/v1';

/** Runs the README's TypeScript example, as a file in a folder from which `iinked-sign` can be imported. */
export async function runTypeScriptExample(folder: string, address: string): Promise<void> {
  await runFile(folder, codeBelow(readme, '### TypeScript', 'ts').replace(addressInReadme, address));
}

/** Runs code as a file in a folder. */
export async function runFile(folder: string, code: string): Promise<void> {
  const file = join(folder, `start-${process.hrtime.bigint()}.ts`);
  await writeFile(file, code);
  await run(process.execPath, [file], { cwd: folder, timeoutMs: 30_000 });
}

/** Runs the node of the README's n8n example, from an installed package. */
export async function runN8nExample(folder: string, address: string): Promise<void> {
  const load = createRequire(join(folder, 'package.json'));
  const { IinkedSign }: { IinkedSign: new () => INodeType } = load(
    'n8n-nodes-iinked-sign/dist/nodes/IinkedSign/IinkedSign.node.js',
  );
  const { IinkedSignApi }: { IinkedSignApi: new () => ICredentialType } = load(
    'n8n-nodes-iinked-sign/dist/credentials/IinkedSignApi.credentials.js',
  );
  const workflow = JSON.parse(codeBelow(readme, '### n8n', 'json'));
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

/** Runs the README's Zapier example in the folder of the app. */
export async function runZapierExample(folder: string, address: string): Promise<void> {
  const script = codeBelow(readme, '### Zapier', 'sh').replace(addressInReadme, address);
  await run('sh', ['-ec', script], { cwd: folder, env: { ...process.env, ...zapierAlone } });
}
