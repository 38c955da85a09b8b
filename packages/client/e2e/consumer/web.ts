// What a program does with the package where the types of the web are known.
import { type Client, createClient } from 'iinked-sign';

const { signal } = new AbortController();

export const clients: Client[] = [
  createClient({ apiKey: 'key', server: 'us', fetch }),
  createClient({ apiKey: 'key', server: 'us', fetch: (url, init) => fetch(url, init) }),
];
export const calls: Promise<unknown>[] = clients.map(({ videos }) => videos.list({ packageId: 'p' }, { signal }));
