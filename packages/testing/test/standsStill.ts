import { createServer, request } from 'node:http';
import { afterAll, beforeAll, test } from 'vitest';

// Tests that stand still, run by standstill.test.ts.

const server = createServer(() => undefined);
let url = '';
beforeAll(
  () =>
    new Promise<void>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
        resolve();
      }),
    ),
);
afterAll(() => server.closeAllConnections());

test('waits for two responses', async () => {
  request(`${url}/http`, { method: 'POST' })
    .on('error', () => undefined)
    .end();
  await fetch(`${url}/fetch`);
});
