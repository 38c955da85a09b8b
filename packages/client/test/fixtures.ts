import { inspect } from 'node:util';
import { meetingVideoId, packageId } from 'iinked-sign-testing/faults';
import {
  type Client,
  type ClientOptions,
  createClientOn,
  type MeetingVideo,
  type Platform,
  type Send,
  type SharedOptions,
  type VideoDeletion,
} from '../src/index.ts';
import { fetchTransport } from '../src/transports/fetch.ts';

export { meetingVideoId, packageId };

export const apiKey = 'test-key-4f1d9c';
export const video: MeetingVideo = { meetingVideoId, state: 'deleted', size: 484524 };
export const deleted: VideoDeletion = { packageId, videos: [video] };
export const alive: VideoDeletion = { packageId, videos: [{ ...video, state: 'archived' }] };

/** What a program without a compiler, or a workflow, may hand over in place of what the types ask for. */
export function untyped(value: unknown): never;
export function untyped(value: unknown): unknown {
  return value;
}

/** Sends over a real socket, with the runtime's own fetch. */
export const sendWithFetch: Send = fetchTransport(fetch, 16e6);

/** A client whose waits between attempts take no time and are recorded; its time limits are real. */
export function clientOf(
  server: ClientOptions['server'],
  {
    send = sendWithFetch,
    now,
    elapsed,
    random,
    ...options
  }: Partial<SharedOptions & Pick<Platform, 'send' | 'now' | 'elapsed' | 'random'>> = {},
): Client & { waits: number[] } {
  const waits: number[] = [];
  const limit = options.timeoutMs ?? 30_000;
  const wait = (milliseconds: number, signal: AbortSignal) => {
    if (milliseconds !== limit) {
      waits.push(milliseconds);
      return Promise.resolve();
    }
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
    });
  };
  const client = createClientOn({ send, wait, now, elapsed, random }, { apiKey, server, ...options });
  return { ...client, waits };
}

/** What a promise rejects with; fails when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It resolved to ${JSON.stringify(value)}.`);
    },
    (error: unknown) => error,
  );
}

/** Everything that a log could make of a value. */
export function shown(value: unknown): string {
  const all = inspect(value, { showHidden: true, depth: 20, getters: true });
  return [all, JSON.stringify(value), String(value), value instanceof Error ? value.stack : ''].join('\n');
}
