import { run } from 'iinked-sign-testing/processes';
import { nobody } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';

const program = `import { createClient } from 'iinked-sign';
const { videos } = createClient({ apiKey: 'a', server: '${nobody}', maxRetries: 0 });
await videos.deleteAll({ packageId: 'p' });`;

test('an error that nobody catches fits on a screen, and says what happened', async () => {
  const failure = await run(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
  }).catch(String);
  const lines = String(failure).split('\n');
  expect(lines.length).toBeLessThan(50);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(300);
  expect(failure).toMatch(
    /ConnectionError: The server could not be reached \(.*:\d+, \w+\)\. Check its address, and the network\./,
  );
});
