import { host } from 'iinked-sign-testing/certificates';
import { alive, deleted, faults, silences } from 'iinked-sign-testing/faults';
import { startBreakingOff, startProxy, withHttp2, withTls } from 'iinked-sign-testing/fronts';
import { type Handler, inTurn, json, listing, nobody, serve } from 'iinked-sign-testing/servers';
import { describe, expect, test } from 'vitest';
import { type Ask, type Environment, inBun, inDeno, inNode, inNodeOf, inWorkerdOf, type Order } from './runtimes.ts';

const inThisNode = inNode(process.execPath);
const runtimes: Record<string, Ask> = {
  'Node 20': inNodeOf('20.19.5'),
  'Node 22': inNodeOf('22.21.1'),
  'Node 24': inThisNode,
  Deno: inDeno,
  Bun: inBun,
  workerd: inWorkerdOf('2026-11-01'),
};

// A delete-all request is confirmed by any video of the package that is deleted, and by none.
const fine = ['another video', 'the video and another', 'no video'];
const all: [string, Handler][] = Object.entries({ ...faults, ...silences }).filter(([fault]) => !fine.includes(fault));

/** Where the calls go, and over what. */
type Way = { isReused?: boolean; addressOf?: (url: string) => Promise<string>; environment?: Environment };

/** What came of one delete-all call under each fault, the first time; a second request would be confirmed. */
async function outcomes(ask: Ask, { isReused = false, addressOf = async (url) => url, environment }: Way = {}) {
  const servers = await Promise.all(
    all.map(([, handler]) => serve(listing(json(alive), inTurn(handler, json(deleted))))),
  );
  const orders = all.map(async ([fault], at): Promise<Order> => {
    const server = await addressOf(servers[at]?.url ?? '');
    return { call: 'deleteAll', server, isReused, maxRetries: 0, timeoutMs: fault in silences ? 5000 : 60_000 };
  });
  const made = await Promise.all(orders);
  // Deno opens no more than 32 connections through a proxy.
  const ended = [...(await ask(made.slice(0, 30), environment)), ...(await ask(made.slice(30), environment))];
  return all.map(([fault], at) => {
    const deletions = servers[at]?.received.filter(({ method }) => method === 'POST') ?? [];
    return { fault, deletions, ended: ended[at] };
  });
}

type Outcomes = Awaited<ReturnType<typeof outcomes>>;

/** Each request arrived once, whole, and no call was told that it ended well. */
function expectOneOfEach(found: Outcomes): void {
  expect(found.map(({ fault, deletions }) => `${deletions.length} × ${fault}`)).toEqual(
    all.map(([fault]) => `1 × ${fault}`),
  );
  expect(new Set(bodiesOf(found))).toEqual(new Set([JSON.stringify({ packageId: deleted.packageId })]));
  expect(found.filter(({ ended }) => ended === 'resolves')).toEqual([]);
}

const bodiesOf = (found: Outcomes) => found.flatMap(({ deletions }) => deletions.map(({ body }) => body));
let endingsHere: string[] | undefined;
const expectedEndings = async () => (endingsHere ??= endingsOf(await outcomes(inThisNode)));
const endingsOf = (found: Outcomes) => found.map(({ fault, ended }) => `${fault}: ${ended}`);

describe.each(Object.entries(runtimes))(
  'in %s, deleteAll is delivered once, whatever happens to its response',
  (name, ask) => {
    test('on a new connection', async () => {
      const found = await outcomes(ask);
      expectOneOfEach(found);
      expect(endingsOf(found)).toEqual(await expectedEndings());
      // Deno has no way to say how long a stream is.
      const lengths = found.flatMap(({ deletions }) => deletions.map(({ headers }) => headers['content-length']));
      expect(new Set(lengths)).toEqual(new Set([name === 'Deno' ? undefined : '52']));
    });

    test('on a connection that was used before', async () => {
      const found = await outcomes(ask, { isReused: true });
      expect(found.flatMap(({ deletions }) => deletions.map(({ reused }) => reused))).not.toContain(false);
      expectOneOfEach(found);
      expect(endingsOf(found)).toEqual(await expectedEndings());
    });
  },
);

// The fetch of Node, Bun and workerd by themselves speaks no HTTP/2.
const http2InNode = inNode(process.execPath, new URL('http2InNode.js', import.meta.url).href);

describe.each<[string, Ask]>([
  ["Node 24, with undici's fetch", http2InNode],
  ['Deno', inDeno],
])('in %s, over HTTP/2, deleteAll is delivered once', (_, ask) => {
  test.each([
    ['a new connection', false],
    ['a connection that was used before', true],
  ])('on %s', async (_, isReused) => {
    expectOneOfEach(await outcomes(ask, { isReused, addressOf: withHttp2 }));
  });
});

describe.each<[string, Ask, Environment]>([
  ['Node 24', inThisNode, { NODE_USE_ENV_PROXY: '1' }],
  ['Deno', inDeno, {}],
  ['Bun', inBun, {}],
])('in %s, through a proxy, deleteAll is delivered once', (_, ask, more) => {
  test.each([
    ['a new connection', false],
    ['a connection that was used before', true],
  ])('on %s', async (_, isReused) => {
    const { url, seen } = await startProxy();
    const addressOf = async (server: string) => (await withTls(server)).replace('localhost', host);
    const environment = { HTTPS_PROXY: url, https_proxy: url, ...more };
    expectOneOfEach(await outcomes(ask, { isReused, addressOf, environment }));
    expect(seen.filter((line) => line.startsWith('CONNECT')).length).toBeGreaterThanOrEqual(all.length);
    expect(seen.join()).not.toContain('test-key');
  });
});

describe('where no connection is made, a delete-all call says that nothing was deleted', () => {
  const untrusting = { NODE_EXTRA_CA_CERTS: undefined, DENO_CERT: undefined };

  // workerd says of all of them only that the connection was lost, so they count as unknown there.
  test.each(Object.entries(runtimes).filter(([name]) => name !== 'workerd'))('in %s', async (name, ask) => {
    const { url, received } = await serve(json(deleted));
    const secure = await withTls(url);
    const port = new URL(secure).port;
    const servers: Record<string, string> = {
      'connection refused': `https://localhost:${new URL(nobody).port}/api/v1`,
      'no such host': `https://${'a'.repeat(64)}.test/api/v1`,
      'TLS handshake broken off': await startBreakingOff(),
      'certificate of another host': `https://127.0.0.1:${port}/api/v1`,
    };
    const orderOf = (server: string): Order => ({ call: 'deleteAll', server, maxRetries: 0 });
    const ended = await ask(Object.values(servers).map(orderOf));
    const [untrusted] = await ask([orderOf(secure)], untrusting);
    expect(received).toEqual([]);
    const neverSent = 'ConnectionError, mayHaveDeleted: false';
    // Bun says of it no more than of what may come after a request.
    const brokenOff = name === 'Bun' ? 'ConnectionError, mayHaveDeleted: true' : neverSent;
    expect(Object.fromEntries(Object.keys(servers).map((fault, at) => [fault, ended[at]]))).toEqual({
      'connection refused': neverSent,
      'no such host': neverSent,
      'TLS handshake broken off': brokenOff,
      'certificate of another host': neverSent,
    });
    expect(untrusted).toBe(neverSent);
  });
});
