import type { ServerResponse } from 'node:http';
import { clearTimeout, setTimeout } from 'node:timers';

/** Sends what an emulator holds to the pages that show it, as it changes. */
export type Live = {
  /** Something has changed. */
  changed: () => void;
  /** Sends snapshots to a page from now on, the first one at once. */
  stream: (response: ServerResponse, headers: Record<string, string>) => void;
  close: () => void;
};

const leastIntervalMs = 100;
// However large the state is, writing it takes a twentieth of the time at most.
const restFactor = 20;

// The real clock, also where a test replaces the global one.
const now = performance.now.bind(performance);

/** Sends snapshots at most ten times a second, each written once for all pages. */
export function createLive(snapshot: () => unknown): Live {
  const pages = new Set<ServerResponse>();
  let next: NodeJS.Timeout | undefined;
  let earliest = 0;

  function send(to: Iterable<ServerResponse>): void {
    const began = now();
    const event = `data: ${JSON.stringify(snapshot())}\n\n`;
    // A page that does not keep up misses snapshots; the next one holds everything.
    for (const page of to) if (!page.writableNeedDrain) page.write(event);
    earliest = now() + Math.max(leastIntervalMs, (now() - began) * restFactor);
  }

  function changed(): void {
    if (pages.size === 0 || next) return;
    next = setTimeout(
      () => {
        next = undefined;
        send(pages);
      },
      Math.max(0, earliest - now()),
    ).unref();
  }

  return {
    changed,
    stream(response, headers) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', ...headers });
      response.once('close', () => pages.delete(response)).on('drain', changed);
      pages.add(response);
      send([response]);
    },
    close: () => clearTimeout(next),
  };
}
