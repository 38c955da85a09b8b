import { alive, faults as allFaults, deleted, meetingVideoId, packageId, sequences } from 'iinked-sign-testing/faults';
import { type Handler, inTurn, json, listing, nobody, serve } from 'iinked-sign-testing/servers';
import { expect, test } from 'vitest';
import { connectionTo, delete_all_package_videos, delete_video, find_package_videos, runStep } from '../test/zap.ts';

// Zapier's HTTP client does not notice that a response broke off, so that only the time limit of a step ends it.
const { 'connection lost in the response': _, ...faults } = allFaults;

type Fault = () => Handler;
type Step = { name: string; run: (url: string) => Promise<unknown> };
const find: Step = {
  name: 'Find Package Videos',
  run: (url) => runStep(find_package_videos, connectionTo(url), { packageId }),
};
const deletions: Step[] = [
  {
    name: 'Delete Video',
    run: (url) => runStep(delete_video, connectionTo(url), { packageId, meetingVideoId }),
  },
  {
    name: 'Delete All Package Videos',
    run: (url) => runStep(delete_all_package_videos, connectionTo(url), { packageId }),
  },
];

/** What became of a step: Zapier's error, and whether it says that something may have been deleted. */
async function endOf(run: Promise<unknown>): Promise<{ ended: string; isReplayed: boolean }> {
  return run.then(
    () => ({ ended: 'succeeds', isReplayed: false }),
    (error: unknown) => {
      if (!(error instanceof Error)) return { ended: `something that is no error: ${error}`, isReplayed: false };
      const mayHaveDeleted = error.message.includes('may have been deleted') ? ', **may have deleted**' : '';
      return { ended: error.name + mayHaveDeleted, isReplayed: ['AppError', 'ThrottledError'].includes(error.name) };
    },
  );
}

/** What becomes of a step that Zapier runs again by itself, up to twice, and how many requests the server saw. */
async function cellOf(step: Step, fault: Fault | undefined): Promise<string> {
  const { url, received } = fault ? await serve(fault()) : { url: nobody, received: [] };
  const ends: string[] = [];
  for (let runs = 0; runs < 3; runs++) {
    const { ended, isReplayed } = await endOf(step.run(url));
    ends.push(ended);
    if (!isReplayed) break;
  }
  const [first = '', ...more] = ends;
  const same = ends.every((ended) => ended === first);
  const posts = received.filter(({ method }) => method === 'POST').length;
  const requests = [posts, received.length - posts].filter(Boolean).join(' + ') || '0';
  return `${requests} × ${same ? `${first}${more.length > 0 ? ', each time' : ''}` : ends.join(', then ')}`;
}

async function table(heading: string, steps: Step[], rows: Record<string, Fault | undefined>): Promise<string> {
  const cells = Object.entries(rows).map(
    async ([name, fault]): Promise<string[]> => [
      name,
      ...(await Promise.all(steps.map((step) => cellOf(step, fault)))),
    ],
  );
  const head = ['fault', ...steps.map(({ name }) => name)];
  const lines = [head, ...(await Promise.all(cells))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const row = (line: string[]) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [`## ${heading}`, '', ...[head, rule, ...lines.slice(1)].map(row)].join('\n');
}

/** Faults, each with a handler that every cell makes anew: some of them count. */
function each(handlers: Record<string, Handler>, then = (handler: Handler) => handler): Record<string, Fault> {
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, () => then(handler)]));
}

test("docs/fault-matrix.md tells what every fault comes to in Zapier's runtime", async () => {
  const all = [find, ...deletions];
  const text = [
    '# Fault matrix',
    "How each step ends under each fault, in Zapier's own runtime and over real sockets, when Zapier runs it again by itself: a `ThrottledError`, and an `AppError` with Autoreplay, up to three runs here. A `HaltedError` and an `ExpiredAuthError` wait for a person. The number before `×` is how many requests the server saw: `1 + 1` are one deletion and the list that settles how it ended. Faults that only end by a time limit are not listed: such a step ends within 25 seconds. Written by the tests (`vitest run -u` writes it anew).",
    await table('A fault that stays', all, { ...each(faults), 'connection refused': undefined }),
    await table(
      'A fault once, then the right response; the list shows the video as deleted',
      all,
      each(faults, (handler) => inTurn(handler, json(deleted))),
    ),
    await table(
      'A fault once, then the right response; the list shows that the video is left',
      deletions,
      each(faults, (handler) => listing(json(alive), inTurn(handler, json(deleted)))),
    ),
    await table('Faults one after the other', all, each(sequences)),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../docs/fault-matrix.md');
});
