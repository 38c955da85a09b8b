import {
  aPackage as anyPackage,
  aVideo,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from 'iinked-sign-emulator';
import { onTestFinished } from 'vitest';
import { type Client, type ClientOptions, createClient, createClientOn, type MeetingVideo } from '../src/index.ts';
import type { DeletionRules } from '../src/retention.ts';
import { sendWithFetch } from './fixtures.ts';

export { aVideo };

/** A package that is old enough for the rules. */
export function aPackage(fields: Parameters<typeof anyPackage>[0] = {}): ReturnType<typeof anyPackage> {
  return anyPackage({ timeCreated: '2020-04-01T10:00:00.000Z', timeExecuted: '2020-06-01T10:00:00.000Z', ...fields });
}

const timeoutMs = 29_999;

/** Rules that everything old meets. */
export const rules: DeletionRules = {
  packages: { states: ['executed'] },
  olderThan: { years: 1 },
  limits: { videos: 1000 },
};

/** A video that is old enough for the rules. */
export function anOldVideo(meetingVideoId: string, fields: Partial<MeetingVideo> = {}): MeetingVideo {
  return aVideo({ meetingVideoId, timeCreated: '2020-05-01T10:00:00.000Z', size: 1000, ...fields });
}

/** An emulator, a client of it, and what both show of what happened. */
export type Scene = {
  emulator: Emulator;
  client: Client;
  /** Makes another client of the same emulator. */
  clientWith: (options: Partial<ClientOptions>) => Client;
  /** Makes a client whose waits take no time; its clock and the server's go on by them. */
  timelessClient: () => { client: Client; waited: () => number };
  /** The ids of the videos that are alive. */
  alive: () => string[];
  /** The ids of the videos that were asked to be deleted, and `all` for a delete-all request. */
  deletions: () => string[];
  /** The paths of the requests that were received, without those before the last call. */
  requests: () => string[];
};

export async function scene(packages: EmulatorOptions['packages'], options: EmulatorOptions = {}): Promise<Scene> {
  const emulator = await startEmulator({ packages, ...options });
  onTestFinished(() => emulator.close());
  const clientWith = (more: Partial<ClientOptions>) =>
    createClient({ apiKey: emulator.apiKey, server: emulator.url, ...more });
  let seen = 0;
  function timelessClient() {
    let waited = 0;
    const wait = (milliseconds: number) => {
      if (milliseconds === timeoutMs) return new Promise<void>(() => undefined);
      waited += milliseconds;
      emulator.clock.advance(milliseconds);
      return Promise.resolve();
    };
    const now = () => Date.now() + waited;
    const elapsed = () => performance.now() + waited;
    const platform = { send: sendWithFetch, wait, now, elapsed };
    const client = createClientOn(platform, { apiKey: emulator.apiKey, server: emulator.url, timeoutMs });
    return { client, waited: () => waited };
  }
  return {
    timelessClient,
    emulator,
    client: clientWith({}),
    clientWith,
    alive: () =>
      emulator.packages.flatMap(({ videos }) =>
        videos.filter(({ state }) => state !== 'deleted').map(({ meetingVideoId }) => meetingVideoId),
      ),
    deletions: () =>
      emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos').map(({ body }) => named(body)),
    requests: () => {
      const paths = emulator.requests.slice(seen).map(({ operationId }) => operationId ?? 'none');
      seen = emulator.requests.length;
      return paths;
    },
  };
}

function named(body: unknown): string {
  const id: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'meetingVideoId') : undefined;
  return typeof id === 'string' ? id : 'all';
}
