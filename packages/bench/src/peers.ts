import { aVideo, type Connect, type Deletion, type Network, type ServerUrl } from './deletion.ts';

/** A way to make the deletion, and what it brings along. */
export type Peer = {
  name: string;
  /** Its file in `peers/`. */
  file: string;
  /** Whether it retries calls after a failure, and throws an error of a class of its own for each kind. */
  retriesAndTypedErrors: boolean;
  /** Whether it goes through `fetch`, so that its own time can be measured without a network. */
  throughFetch: boolean;
  /** The packages to install. */
  packages: readonly string[];
  /** What a program imports, if anything. */
  entry?: string;
};

const wrapper = { retriesAndTypedErrors: false, throughFetch: true };
const from = (name: string) => ({ packages: [name], entry: name });

export const ours: Peer = {
  name: 'iinked-sign',
  file: 'iinkedSign',
  retriesAndTypedErrors: true,
  throughFetch: true,
  ...from('iinked-sign'),
};
export const oursOnNode: Peer = {
  name: 'iinked-sign/node',
  file: 'iinkedSignNode',
  retriesAndTypedErrors: true,
  throughFetch: false,
  packages: ['iinked-sign', 'undici'],
  entry: 'iinked-sign/node',
};
export const bareFetch: Peer = { name: 'bare fetch', file: 'bareFetch', ...wrapper, packages: [] };
export const undiciRequest: Peer = {
  name: 'undici.request',
  file: 'undici',
  retriesAndTypedErrors: false,
  throughFetch: false,
  ...from('undici'),
};
export const openapiFetch: Peer = {
  name: 'openapi-fetch',
  file: 'openapiFetch',
  ...wrapper,
  ...from('openapi-fetch'),
};

/** All that are compared. ky and got retry, but not a POST unless told to; they count as having retries. */
export const peers: readonly Peer[] = [
  ours,
  oursOnNode,
  bareFetch,
  undiciRequest,
  openapiFetch,
  { name: '@hey-api client', file: 'heyApi', ...wrapper, packages: [] },
  { name: 'axios', file: 'axios', ...wrapper, ...from('axios') },
  { name: 'ky', file: 'ky', retriesAndTypedErrors: true, throughFetch: true, ...from('ky') },
  { name: 'got', file: 'got', retriesAndTypedErrors: true, throughFetch: false, ...from('got') },
  {
    name: 'Stainless SDK',
    file: 'stainless',
    retriesAndTypedErrors: true,
    throughFetch: true,
    ...from('@anthropic-ai/sdk'),
  },
];

/** All but ours: none of them rejects an empty id, checks the response, or keeps the key from another origin. */
export const others: readonly Peer[] = peers.filter(({ name }) => !name.startsWith('iinked-sign'));

/** Loads a peer, and makes sure that it gets through. */
export async function connectPeer(file: string, server: ServerUrl, network: Network): Promise<Deletion> {
  const { connect }: { connect: Connect } = await import(`./peers/${file}.ts`);
  const deletion = connect(server, network);
  await deletion(aVideo);
  return deletion;
}
