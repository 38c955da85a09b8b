import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, consumerFolder, settings } from './compiling.ts';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await consumerFolder());
});
afterAll(() => remove());

describe.each([
  ['5.4', 'typescript-5.4'],
  ['5.9', 'typescript-5.9'],
  ['7', 'typescript'],
])('the packed package compiles with TypeScript %s, its declarations checked', (_, typescript) => {
  test.each(settings)('%s', async (_, config) => {
    await compile(typescript, folder, config);
  });
});

const program = `import type { Client } from 'iinked-sign';
const refused = ({ videos, raw }: Client, maybe: string | undefined) => [
  videos.delete({ packageId: 'p' }),
  videos.delete({ packageId: 'p', meetingVideoId: maybe }),
  videos.deleteAll({ packageId: 'p', meetingVideoId: 'v' }),
  videos.deleteAll({ packageId: 'p' }, { dryRun: undefined }),
  videos.deleteAll({ packageId: 'p' }, { dryrun: true }),
  videos.delete({ packageId: 'p', meetingVideoId: 'v' }, { onlyIf: undefined }),
  raw.POST('/packages/{packageId}/videos/delete', { params: { path: { packageId: 'p' } }, body: { packageId: 'p', meetingVideoId: maybe } }),
  raw.POST('/packages/{packageId}/videos/purge', { params: { path: { packageId: 'p' } }, body: { packageId: 'p' } }),
];
refused;
`;

test('no call that could delete too much compiles with it', async () => {
  await writeFile(join(folder, 'refused.ts'), program);
  const [[, config] = ['', {}]] = settings;
  const errors = await compile('typescript', folder, { ...config, files: ['refused.ts'] }).then(String, String);
  const lines = [...errors.matchAll(/refused\.ts\((\d+),/g)].map(([, line]) => Number(line));
  const calls = program.split('\n').flatMap((text, at) => (/^ {2}(videos|raw)\./.test(text) ? [at + 1] : []));
  expect([...new Set(lines)]).toEqual(calls);
});
