import { expect, test } from 'vitest';
import { type Client, IinkedSignError } from '../src/index.ts';
import { faults, sequences, silences } from './faults.ts';
import { clientOf, deleted, type Handler, inTurn, json, meetingVideoId, nobody, packageId, serve } from './server.ts';

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

async function rowOf(fault: string, handler: Handler): Promise<string> {
  const cells = Object.values(calls).map(async (call) => {
    const { url, received } = await serve(handler);
    return outcome(call(clientOf(url, Object.hasOwn(silences, fault) ? { timeoutMs } : {})), () => received.length);
  });
  return `| ${[fault, ...(await Promise.all(cells))].join(' | ')} |`;
}

async function rowOfNobody(): Promise<string> {
  const cells = Object.values(calls).map(async (call) => {
    let attempts = 0;
    const counted = (request: Request) => {
      attempts += 1;
      return fetch(request);
    };
    return outcome(call(clientOf(await nobody(), { fetch: counted })), () => `0 of ${attempts}`);
  });
  return `| ${['connection refused', ...(await Promise.all(cells))].join(' | ')} |`;
}

function table(heading: string, rows: string[]): string {
  const head = ['| fault | `videos.list` | `videos.delete` | `videos.deleteAll` |', '| --- | --- | --- | --- |'];
  return [`## ${heading}`, '', ...head, ...rows].join('\n');
}

test('docs/fault-matrix.md tells what every fault comes to', async () => {
  const single = Object.entries({ ...faults, ...silences });
  const always = single.map(([fault, handler]) => rowOf(fault, handler));
  const once = single.map(([fault, handler]) => rowOf(fault, inTurn(handler, json(deleted))));
  const after = Object.entries(sequences).map(([faults, handler]) => rowOf(faults, handler));
  const text = [
    '# Fault matrix',
    'What each call comes to under each fault, over real sockets, with the two repeats of the default: how many requests the server saw, and how the call ended. A call that may have deleted says so in `mayHaveDeleted`. Written by the tests of `packages/client` (`vitest run -u` writes it anew).',
    table('A fault that stays', [...(await Promise.all(always)), await rowOfNobody()]),
    table('A fault once, then the right answer', await Promise.all(once)),
    table('Faults one after the other', await Promise.all(after)),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../../docs/fault-matrix.md');
});
