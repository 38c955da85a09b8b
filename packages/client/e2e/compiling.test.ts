import { afterAll, beforeAll, describe, test } from 'vitest';
import { compile, consumerFolder, settings } from '../test/compiling.ts';

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
