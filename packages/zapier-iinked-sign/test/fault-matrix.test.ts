import { expect, test } from 'vitest';
import { faults as allFaults, sequences } from '../../client/test/faults.ts';
import type { Handler } from '../../client/test/server.ts';
import { apiKey, deleted, inTurn, json, meetingVideoId, nobody, packageId, serve } from '../../client/test/server.ts';
import { accountOn, delete_all_package_videos, delete_video, find_package_videos, runStep } from './scene.ts';

// Zapier's HTTP client does not notice that an answer broke off, so that only the time limit of a step ends it.
const { 'connection lost in the answer': _, ...faults } = allFaults;
const steps = [find_package_videos, delete_video, delete_all_package_videos];

/** What became of a step: Zapier's error, and whether it says that something may have been deleted. */
async function endOf(run: Promise<unknown>): Promise<{ ended: string; isReplayed: boolean }> {
  return run.then(
    () => ({ ended: 'ends well', isReplayed: false }),
    (error: unknown) => {
      if (!(error instanceof Error)) return { ended: `an error that is none: ${error}`, isReplayed: false };
      const mayHaveDeleted = error.message.includes('may have been deleted') ? ', **may have deleted**' : '';
      return { ended: error.name + mayHaveDeleted, isReplayed: ['AppError', 'ThrottledError'].includes(error.name) };
    },
  );
}

/** What becomes of a step that Zapier runs again by itself, up to twice, and how many requests the server saw. */
async function cellOf(step: (typeof steps)[number], handler: Handler | undefined): Promise<string> {
  const { url, received } = handler ? await serve(handler) : { url: await nobody(), received: [] };
  const ends: string[] = [];
  for (let runs = 0; runs < 3; runs++) {
    const { ended, isReplayed } = await endOf(runStep(step, accountOn(url, apiKey), { packageId, meetingVideoId }));
    ends.push(ended);
    if (!isReplayed) break;
  }
  const [first = '', ...more] = ends;
  const same = ends.every((ended) => ended === first);
  return `${received.length} × ${same ? `${first}${more.length > 0 ? ', each time' : ''}` : ends.join(', then ')}`;
}

async function table(heading: string, rows: Record<string, Handler | undefined>): Promise<string> {
  const cells = Object.entries(rows).map(
    async ([fault, handler]): Promise<string[]> => [
      fault,
      ...(await Promise.all(steps.map((step) => cellOf(step, handler)))),
    ],
  );
  const head = ['fault', ...steps.map(({ display }) => display.label ?? '')];
  const lines = [head, ...(await Promise.all(cells))];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const row = (line: string[]) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [`## ${heading}`, '', ...[head, rule, ...lines.slice(1)].map(row)].join('\n');
}

test("docs/fault-matrix.md tells what every fault comes to in Zapier's runtime", async () => {
  const once = Object.entries(faults).map(([fault, handler]) => [fault, inTurn(handler, json(deleted))]);
  const text = [
    '# Fault matrix',
    "What each step comes to under each fault, in Zapier's own runtime and over real sockets, when Zapier runs again by itself what it may: a `ThrottledError`, and an `AppError` where a user has switched replays on. A `HaltedError` and an `ExpiredAuthError` wait for a person. The number is that of the requests which the server saw, in up to three runs. What only the time limit of a step ends is no row here: such a step says after 25 seconds that no complete answer came. Written by the tests (`vitest run -u` writes it anew).",
    await table('A fault that stays', { ...faults, 'connection refused': undefined }),
    await table('A fault once, then the right answer', Object.fromEntries(once)),
    await table('Faults one after the other', sequences),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../docs/fault-matrix.md');
});
