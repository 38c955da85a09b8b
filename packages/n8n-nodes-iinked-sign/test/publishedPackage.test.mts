import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aPackage } from 'iinked-sign-emulator';
import { afterAll, expect, test } from 'vitest';
import { installedPackage } from './packed.mts';
import { credentialFor, deleteOne, jsonOf, scene, videosLeft } from './scene.mts';

const installed = await installedPackage();
afterAll(installed.remove);
const { folder, manifest } = installed;
const nodeFile = 'dist/nodes/IinkedSign/IinkedSign.node.js';
const triggerFile = 'dist/nodes/IinkedSignTrigger/IinkedSignTrigger.node.js';
const nodeFiles = [nodeFile, triggerFile];
const credentialFile = 'dist/credentials/IinkedSignApi.credentials.js';

test('n8n finds nodes and credential where the package says they are', () => {
  expect(manifest.n8n).toMatchObject({ nodes: nodeFiles, credentials: [credentialFile] });
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

test('nodes and credential load by require, under the names of their files', () => {
  expect(installed.load(nodeFile).description).toMatchObject({ name: 'iinkedSign', displayName: 'iinked Sign' });
  expect(installed.load(triggerFile).description).toMatchObject({
    name: 'iinkedSignTrigger',
    displayName: 'iinked Sign Trigger',
    polling: true,
  });
  expect(installed.load(credentialFile)).toMatchObject({ name: 'iinkedSignApi' });
});

test.each(nodeFiles)('the description can be cloned, as n8n does on installation: %s', (file) => {
  const { description } = installed.load(file);
  expect(structuredClone(description)).toEqual(description);
});

test('the icons exist, square, light and dark', () => {
  const icons = [...nodeFiles, credentialFile].flatMap((file) => {
    const loaded = installed.load(file);
    const themed = file === credentialFile ? loaded.icon : loaded.description.icon;
    if (typeof themed !== 'object') throw new Error(`${file} has no light and dark icon.`);
    return [themed.light, themed.dark].map((path) => join(folder, dirname(file), path.replace('file:', '')));
  });
  expect(icons).toHaveLength(6);
  for (const icon of icons) expect(readFileSync(icon, 'utf8')).toMatch(/viewBox="0 0 (\d+) \1"/);
});

test.each(nodeFiles)('the codex is beside the node and names it: %s', (file) => {
  const codex = JSON.parse(readFileSync(join(folder, `${file}on`), 'utf8'));
  expect(codex).toMatchObject({ node: `n8n-nodes-iinked-sign.${installed.load(file).description.name}` });
});

test('the bundles ask for nothing but n8n-workflow and a hash, and for no global that n8n forbids', () => {
  const code = [...nodeFiles, credentialFile].map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const wanted = [...code.matchAll(/\b(?:require|import)\(([^)]*)\)/g)].map(([, name]) => name);
  expect(new Set(wanted)).toEqual(new Set(['"n8n-workflow"', '"node:crypto"']));
  const words = code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  expect(words).not.toMatch(
    /\b(?:globalThis|global|(?<!\.)process(?!\()|(?:set|clear)(?:Timeout|Interval|Immediate)|__dirname|__filename|eval)\b/,
  );
});

test('the packed node deletes a video', async () => {
  const item = aPackage();
  const { emulator, run } = await scene({ packages: [item] });
  const output = await run(deleteOne(item.packageId, item.videos[0]?.meetingVideoId ?? ''), {
    node: installed.load(nodeFile),
    credential: { ...credentialFor(emulator.url, emulator.apiKey), type: installed.load(credentialFile) },
  });
  expect(jsonOf(output)).toMatchObject([{ deleted: true }]);
  expect(videosLeft(emulator)).toEqual([]);
});
