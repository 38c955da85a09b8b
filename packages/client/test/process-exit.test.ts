import { fileURLToPath } from 'node:url';
import { faults, sequences, silences } from 'iinked-sign-testing/faults';
import { run } from 'iinked-sign-testing/processes';
import { json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { deleted } from './fixtures.ts';

const program = fileURLToPath(new URL('matrixInNode.js', import.meta.url));
const calls = ['list', 'delete', 'deleteAll'];

/** Makes all calls under these faults in a process of its own, and gives the seconds that it took to end by itself. */
async function secondsToEnd(entry: string, handlers: typeof faults, timeoutMs: number): Promise<number> {
  const servers = await Promise.all(Object.values(handlers).map(serve));
  const orders = servers.flatMap(({ url }) => calls.map((call) => ({ call, server: url, timeoutMs })));
  const { ready }: { ready: number } = JSON.parse(
    await run(process.execPath, [program, entry], { input: JSON.stringify(orders) }),
  );
  return (Date.now() - ready) / 1000;
}

describe.each(['iinked-sign', 'iinked-sign/node'])('%s', (entry) => {
  test.each([
    ['no fault', { none: json(deleted) }, 60_000],
    ['any fault', { ...faults, ...sequences }, 60_000],
    ['silence', silences, 500],
  ])(
    'after %s, no timer or socket keeps the process alive, and no rejection is left unhandled',
    async (...[, handlers, timeoutMs]) => {
      expect(await secondsToEnd(entry, handlers, timeoutMs)).toBeLessThan(5);
    },
    60_000,
  );
});
