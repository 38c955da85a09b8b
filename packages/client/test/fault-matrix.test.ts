import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { faults, sequences, silences } from 'iinked-sign-testing/faults';
import { type Handler, inTurn, json, nobody, serve } from 'iinked-sign-testing/servers';
import { expect, onTestFinished, test } from 'vitest';
import { type Client, type ClientOptions, IinkedSignError } from '../src/index.ts';
import { createClient } from '../src/node.ts';
import { apiKey, clientOf, deleted, meetingVideoId, packageId } from './fixtures.ts';

type Url = `http://${string}`;
type Connect = (server: Url, limits: Pick<ClientOptions, 'timeoutMs'>) => Client;

const calls = {
  list: ({ videos }: Client) => videos.list({ packageId }),
  delete: ({ videos }: Client) => videos.delete({ packageId, meetingVideoId }),
  deleteAll: ({ videos }: Client) => videos.deleteAll({ packageId }),
};
// Long enough that only silence meets it, also on a busy machine.
const timeoutMs = 3000;

/** What became of a call, in a few words: the error, whether it may have deleted, and what the server saw. */
async function outcome(call: Promise<unknown>, requests: () => number | string): Promise<string> {
  const ended = await call.then(
    () => 'resolves',
    (error: unknown) => {
      if (!(error instanceof IinkedSignError)) return `an error that is not ours: ${error}`;
      return `${error.name}${error.mayHaveDeleted ? ', **may have deleted**' : ''}`;
    },
  );
  return `${requests()} × ${ended}`;
}

async function rowOf(connect: Connect, fault: string, handler: Handler): Promise<string> {
  const cells = Object.values(calls).map(async (call) => {
    const { url, received } = await serve(handler);
    return outcome(call(connect(url, Object.hasOwn(silences, fault) ? { timeoutMs } : {})), () => {
      const deletions = received.filter(({ method }) => method === 'POST').length;
      const lists = received.length - deletions;
      return [deletions, lists].filter(Boolean).join(' + ');
    });
  });
  return `| ${[fault, ...(await Promise.all(cells))].join(' | ')} |`;
}

async function rowOfNobody(connect: Connect): Promise<string> {
  const cells = Object.values(calls).map(async (call) => {
    const url = await nobody();
    const attempts = connectionsTo(url);
    return outcome(call(connect(url, {})), () => `0 of ${attempts()}`);
  });
  return `| ${['connection refused', ...(await Promise.all(cells))].join(' | ')} |`;
}

/** Counts the connections to an address that Node begins in this test. */
function connectionsTo(url: Url): () => number {
  let count = 0;
  const note = (message: unknown) => {
    if (inspect(message).includes(`host: '${new URL(url).host}'`)) count += 1;
  };
  subscribe('undici:client:beforeConnect', note);
  onTestFinished(() => void unsubscribe('undici:client:beforeConnect', note));
  return () => count;
}

function table(heading: string, rows: string[]): string {
  const head = ['| fault | `videos.list` | `videos.delete` | `videos.deleteAll` |', '| --- | --- | --- | --- |'];
  return [`## ${heading}`, '', ...head, ...rows].join('\n');
}

test.each<[string, Connect]>([
  ['through fetch', clientOf],
  ['through undici', (server, limits) => createClient({ apiKey, server, ...limits })],
])('docs/fault-matrix.md tells what every fault comes to, %s', async (_, connect) => {
  const single = Object.entries({ ...faults, ...silences });
  const always = single.map(([fault, handler]) => rowOf(connect, fault, handler));
  const once = single.map(([fault, handler]) => rowOf(connect, fault, inTurn(handler, json(deleted))));
  const after = Object.entries(sequences).map(([faults, handler]) => rowOf(connect, faults, handler));
  const text = [
    '# Fault matrix',
    'What each call comes to under each fault, over real sockets, with the two repeats of the default: how many requests the server saw, and how the call ended; `1 + 3` are one deletion and the three attempts at the list that settles how it ended. A call that may have deleted says so in `mayHaveDeleted`. It is the same with `iinked-sign` and `iinked-sign/node`. Written by the tests of `packages/client` (`vitest run -u` writes it anew).',
    table('A fault that stays', [...(await Promise.all(always)), await rowOfNobody(connect)]),
    table('A fault once, then the right answer', await Promise.all(once)),
    table('Faults one after the other', await Promise.all(after)),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../../docs/fault-matrix.md');
});
