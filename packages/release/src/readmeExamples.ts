import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedNode } from 'iinked-sign-testing/n8n/installed';
import { run } from 'iinked-sign-testing/processes';
import { zapierAlone } from 'iinked-sign-testing/zapierPlatform';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = new URL('../../../README.md', import.meta.url);
const addressInReadme = 'http://127.0.0.1:4010/api/v1';

/** Runs the README's TypeScript example, as a file in a folder from which `iinked-sign` can be imported: the README's unless given. */
export async function runTypeScriptExample(address: string, folder: string = namedFolder()): Promise<void> {
  await runFile(folder, codeBelow(readme, '### TypeScript', 'ts').replace(addressInReadme, address), 'mjs');
}

function namedFolder(): string {
  const [, folder] = /Save this as `(\S+)\/delete\.mjs`/.exec(readFileSync(readme, 'utf8')) ?? [];
  if (folder === undefined) throw new Error('The README names no folder for the TypeScript example.');
  return join(root, folder);
}

/** Runs code as a file in a folder, which is removed afterwards. */
export async function runFile(folder: string, code: string, extension: 'ts' | 'mjs' = 'ts'): Promise<void> {
  const file = join(folder, `start-${process.hrtime.bigint()}.${extension}`);
  await writeFile(file, code);
  try {
    await run(process.execPath, [file], { cwd: folder, timeoutMs: 30_000 });
  } finally {
    await rm(file);
  }
}

/** Runs the node of the README's n8n example, from the package that is installed in a folder. */
export async function runN8nExample(folder: string, address: string): Promise<void> {
  const runNode = installedNode(join(folder, 'package.json'), { url: address, apiKey: 'emulator-key' });
  const workflow = JSON.parse(codeBelow(readme, '### n8n', 'json'));
  for (const { parameters } of workflow.nodes) await runNode(parameters);
}

/** Runs the README's Zapier example, in the folder that the README names. */
export async function runZapierExample(address: string): Promise<void> {
  const script = codeBelow(readme, '### Zapier', 'sh').replace(addressInReadme, address);
  await run('sh', ['-ec', script], { cwd: root, env: { ...process.env, ...zapierAlone } });
}

const commandInReadme = 'node packages/cli/dist/command.js';

/** Runs the README's example of the command, in the folder that the README names, or with another way to start the command. */
export async function runCommandExample(address: string, command: string = commandInReadme): Promise<void> {
  const script = codeBelow(readme, '### Command line', 'sh');
  if (!script.includes(commandInReadme)) throw new Error(`The README starts the command in another way: ${script}`);
  const typed = script.replace(addressInReadme, address).replace(commandInReadme, command);
  await run('sh', ['-ec', typed], { cwd: root });
}

/** Runs all that the README of the command shows to type, one after the other, as somebody who fills in the policy between. */
export async function runCommandReadme(bin: string, folder: string, address: string): Promise<string> {
  const text = readFileSync(new URL('../../cli/README.md', import.meta.url), 'utf8');
  const [install = '', ...typed] = [...text.matchAll(/```sh\n([\s\S]*?)\n```/g)].map(([, code = '']) => code);
  if (!install.startsWith('npm install')) throw new Error('The README of the command begins with something else.');
  const fillIn = `sed -i.before 's|sandbox-us|${address}|' retention.json`;
  const script = typed.flatMap((code) => (code.includes('iinked-sign init') ? [code, fillIn] : [code])).join('\n');
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, IINKED_SIGN_API_KEY: 'emulator-key' };
  return run('sh', ['-ec', script], { cwd: folder, env: { ...env, IINKED_SIGN_SERVER: address } });
}

/** Returns the first block of code in a language below a heading, or below words in bold, of a Markdown file. */
export function codeBelow(file: URL, heading: string, language: string): string {
  const text = readFileSync(file, 'utf8');
  const below = text.slice(text.indexOf(heading));
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\n\`\`\``).exec(below) ?? [];
  if (!text.includes(heading) || code === undefined) {
    throw new Error(`${file.pathname} has no ${language} below “${heading}”.`);
  }
  return code;
}
