// A program of its own: one peer in a process, which makes calls when it is told to, and tells what they cost.
import { aVideo, type Deletion, responseTo, type ServerUrl } from './deletion.ts';
import { connectPeer } from './peers.ts';

/** What to do: so many calls, so many at once. */
export type Order = { calls: number; atOnce: number };

/** What a run took: milliseconds by the clock, microseconds of processor, bytes of heap that are kept afterwards. */
export type Cost = { wallMs: number; cpuUs: number; heapBytes: number };

const [, , peer = '', server = ''] = process.argv;
const stubbed = server === 'stub';
if (stubbed) {
  const body = responseTo(aVideo);
  const headers = { 'content-type': 'application/json', 'content-length': `${body.length}` };
  globalThis.fetch = async () => new Response(body, { headers });
}
const url: ServerUrl = stubbed ? 'http://127.0.0.1:9/api/v1' : `http://${server.replace('http://', '')}`;
const network = stubbed ? 'stub' : 'socket';
const deletion = await connectPeer(peer, url, network);
const bare = await connectPeer('bareFetch', url, network);

async function run(call: Deletion, { calls, atOnce }: Order): Promise<Cost> {
  // What the run before left behind is not this one's to clear away. Without a network the collection itself would be felt.
  if (!stubbed) globalThis.gc?.();
  let left = calls;
  const worker = async () => {
    while (left-- > 0) await call(aVideo);
  };
  const cpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuUs: user + system, heapBytes: 0 };
}

process.on('message', async (order: Order & { bare?: boolean; heap?: boolean }) => {
  const cost = await run(order.bare ? bare : deletion, order);
  if (order.heap) {
    globalThis.gc?.();
    cost.heapBytes = process.memoryUsage().heapUsed;
  }
  process.send?.(cost);
});
process.send?.({ ready: true });
