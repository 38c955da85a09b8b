import { fileURLToPath } from 'node:url';
import { faults, sequences, silences } from 'iinked-sign-testing/faults';
import { run } from 'iinked-sign-testing/processes';
import { type Handler, json, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { deleted } from '../test/fixtures.ts';

const program = fileURLToPath(new URL('matrixInNode.js', import.meta.url));
const calls = ['list', 'delete', 'deleteAll'];

/** Every fault, each with a time limit that only silence meets. */
const rows: [Handler, number][] = [
  ...Object.values({ none: json(deleted), ...faults, ...sequences }).map((handler): [Handler, number] => [
    handler,
    60_000,
  ]),
  ...Object.values(silences).map((handler): [Handler, number] => [handler, 500]),
];

describe.each(['iinked-sign', 'iinked-sign/node'])('a program with %s', (entry) => {
  test('ends by itself after any fault: no timer or socket keeps it alive, no rejection is left unhandled', async () => {
    const servers = await Promise.all(
      rows.map(async ([handler, timeoutMs]) => ({ server: (await serve(handler)).url, timeoutMs })),
    );
    const orders = servers.flatMap((server) => calls.map((call) => ({ call, ...server })));
    const output = await run(process.execPath, [program, entry], { input: JSON.stringify(orders) });
    const { ready }: { ready: number } = JSON.parse(output);
    expect((Date.now() - ready) / 1000).toBeLessThan(5);
  });
});
