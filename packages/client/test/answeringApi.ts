import { type Client, createClientOn } from '../src/index.ts';
import { apiKey } from './fixtures.ts';

/** A response: its status, and its body. */
type Said = readonly [status: number, body?: unknown];

/** What an API says of pages, packages and videos, and to deletions. */
export type Says = {
  page?: (query: { [field: string]: unknown }) => Said;
  details?: (packageId: string) => Said;
  videos?: (packageId: string) => Said;
  deletion?: (packageId: string, meetingVideoId: unknown) => Said;
  /** The `Date` of a response. Default now. */
  date?: () => string | undefined;
  /** What the monotonic clock of the machine has gained. */
  elapsed?: () => number;
  /** The wall clock of the machine. */
  now?: () => number;
};

/** A page of packages. */
export function pageOf(items: readonly object[]): Said {
  return [200, { items, total: items.length, take: 50, skip: 0 }];
}

/** A client of an API that says what a test lets it say, without sockets; and what it was asked for. */
export function clientOf(says: Says): { client: Client; asked: string[] } {
  const asked: string[] = [];
  const answer = (path: string, body: { [field: string]: unknown }): Said => {
    const [packageId = ''] = path.split('/').map(decodeURIComponent);
    if (path === 'list') return says.page?.(body) ?? pageOf([]);
    if (path.endsWith('/videos/delete')) return says.deletion?.(packageId, body['meetingVideoId']) ?? [403];
    if (path.endsWith('/videos')) return says.videos?.(packageId) ?? [404];
    return says.details?.(packageId) ?? [404];
  };
  const client = createClientOn(
    {
      async send({ url, body }) {
        const path = url.slice(url.indexOf('/packages/') + '/packages/'.length);
        asked.push(body === undefined ? path : `${path} ${body}`);
        const [status, said] = answer(path, JSON.parse(body ?? '{}'));
        const date = says.date === undefined ? new Date().toUTCString() : says.date();
        const headers = new Headers({ 'content-type': 'application/json', ...(date !== undefined && { date }) });
        return {
          status,
          headers,
          text: async () =>
            JSON.stringify(said ?? { error: status === 404 ? 'package_not_found' : 'none', message: 'None.' }),
        };
      },
      wait: () => new Promise<void>(() => undefined),
      now: () => says.now?.() ?? Date.now(),
      elapsed: () => performance.now() + (says.elapsed?.() ?? 0),
    },
    { apiKey, server: 'https://api.example.com/api/v1', maxRetries: 0 },
  );
  return { client, asked };
}
