// Runs in the folder of an unpacked zip, in the Node that Zapier runs: gives the handler events as Zapier's cloud does, all
// at once, and tells what came of each.
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

/** What Zapier's cloud asks of an app. */
export type Event = { command: 'execute'; method: string; bundle: object };

/** What came of an event. */
export type Outcome = { results?: unknown; error?: { name: string; message: string }; milliseconds: number };

/** How long the app took to load, and what came of the events. */
export type Report = { loadedInMs: number; outcomes: Outcome[] };

type Wrapper = { handler: (event: Event, context: object) => Promise<{ results: unknown }> };

const start = performance.now();
const { handler }: Wrapper = await import(pathToFileURL('zapierwrapper.js').href);
const loadedInMs = performance.now() - start;
const events: Event[] = JSON.parse(await text(process.stdin));

async function outcomeOf(event: Event): Promise<Outcome> {
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  try {
    const { results } = await handler(event, {});
    return { results, milliseconds: elapsed() };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(`${error}`);
    return { error: { name, message }, milliseconds: elapsed() };
  }
}

const report: Report = { loadedInMs, outcomes: await Promise.all(events.map(outcomeOf)) };
process.stdout.write(`\n${JSON.stringify(report)}\n`, () => process.exit());
