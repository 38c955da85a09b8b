// What a program does with the package on Node, with undici.
import { type Client, createClient } from 'iinked-sign';
import { createClient as createClientOverUndici } from 'iinked-sign/node';
import { Agent, fetch as undiciFetch } from 'undici';

const apiKey = 'key';
const dispatcher = new Agent();
const { signal } = new AbortController();

export const clients: Client[] = [
  createClientOverUndici({ apiKey, server: 'us', dispatcher }),
  createClientOverUndici({ apiKey, server: 'us', dispatcher: undefined }),
  createClient({ apiKey, server: 'us', fetch }),
  createClient({ apiKey, server: 'us', fetch: undiciFetch }),
  createClient({ apiKey, server: 'us', fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) }),
];
export const calls: Promise<unknown>[] = clients.map(({ videos }) => videos.list({ packageId: 'p' }, { signal }));
