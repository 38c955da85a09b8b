import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { run } from '../src/processes.ts';

const program = `
  import { startVitest } from 'vitest/node';
  const options = { config: '../../vitest.config.ts', watch: false, testTimeout: 300, fsModuleCache: false };
  await startVitest('test', [], { ...options, include: ['standsStill.ts'] });
`;

test('the error of a test whose time is up names the requests that are open', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const output = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd }).catch(String);
  expect(output).toContain('Test timed out in 300ms');
  expect(output).toMatch(/Open requests:[\s\S]* POST http:\/\/127\.0\.0\.1:\d+\/http, for \d+ s/);
  expect(output).toMatch(/Open requests:[\s\S]* GET http:\/\/127\.0\.0\.1:\d+\/fetch, for \d+ s/);
});
