// The client in Node, over a fetch that speaks HTTP/2.
import { createClient as createClientOverFetch } from 'iinked-sign';
import { Agent, fetch } from 'undici';

const dispatcher = new Agent({ allowH2: true });

export const createClient = (options) =>
  createClientOverFetch({ ...options, fetch: (url, init) => fetch(url, { ...init, dispatcher }) });
