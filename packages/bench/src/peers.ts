import { aVideo, type Connect, type Deletion, type Network, type ServerUrl } from './deletion.ts';

/** A way to make the deletion, and what it brings along. */
export type Peer = {
  name: string;
  /** Its file in `peers/`. */
  file: string;
  /** Whether it repeats calls after a failure, and throws an error of a class of its own for each kind. */
  retriesAndTypedErrors: boolean;
  /** Whether it goes through `fetch`, so that its own time can be measured without a network. */
  throughFetch: boolean;
  /** The package to install, if any. */
  package?: string;
};

const wrapper = { retriesAndTypedErrors: false, throughFetch: true };
const transport = { retriesAndTypedErrors: false, throughFetch: false };

export const ours: Peer = {
  name: 'iinked-sign',
  file: 'iinkedSign',
  retriesAndTypedErrors: true,
  throughFetch: true,
  package: 'iinked-sign',
};
export const bareFetch: Peer = { name: 'bare fetch', file: 'bareFetch', ...wrapper };
export const openapiFetch: Peer = { name: 'openapi-fetch', file: 'openapiFetch', ...wrapper, package: 'openapi-fetch' };

/** All that are compared. ky and got repeat, but not a POST unless told to; they count as having retries. */
export const peers: readonly Peer[] = [
  ours,
  bareFetch,
  { name: 'undici.request', file: 'undici', ...transport, package: 'undici' },
  { name: 'node:http', file: 'nodeHttp', ...transport },
  openapiFetch,
  { name: '@hey-api client', file: 'heyApi', ...wrapper },
  { name: 'axios', file: 'axios', ...wrapper, package: 'axios' },
  { name: 'ky', file: 'ky', retriesAndTypedErrors: true, throughFetch: true, package: 'ky' },
  { name: 'got', file: 'got', retriesAndTypedErrors: true, throughFetch: false, package: 'got' },
  {
    name: 'Stainless SDK',
    file: 'stainless',
    retriesAndTypedErrors: true,
    throughFetch: true,
    package: '@anthropic-ai/sdk',
  },
];

/** Loads a peer, and makes sure that it gets through. */
export async function connectPeer(file: string, server: ServerUrl, network: Network): Promise<Deletion> {
  const { connect }: { connect: Connect } = await import(`./peers/${file}.ts`);
  const deletion = connect(server, network);
  await deletion(aVideo);
  return deletion;
}
