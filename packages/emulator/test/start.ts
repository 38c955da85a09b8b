import { request as sendRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  aPackage,
  aVideo,
  type Emulator,
  type EmulatorOptions,
  type SeedPackage,
  startEmulator,
} from 'iinked-sign-emulator';
import { onTestFinished } from 'vitest';

/** An emulator that ends with the test. It holds one package with three videos, the last one deleted already. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator & { lease: SeedPackage } & Callers> {
  const lease = aPackage({
    packageId: 'lease',
    videos: [
      aVideo({ meetingVideoId: 'first' }),
      aVideo({ meetingVideoId: 'second', state: 'queued' }),
      aVideo({ meetingVideoId: 'gone', state: 'deleted' }),
    ],
  });
  const emulator = await startEmulator({ packages: [lease], ...options });
  onTestFinished(() => emulator.close());
  const send: Callers['send'] = (method, path, headers = {}, body) => sent(emulator.url, method, path, headers, body);
  const call: Callers['call'] = async (method, path, body, headers = { api_key: emulator.apiKey }) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const bytes = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await send(method, `/api/v1${path}`, { ...headers, ...type }, bytes);
    return { ...response, body: JSON.parse(response.text) };
  };
  const control: Callers['control'] = (method, name, body) =>
    send(
      method,
      `/_emulator/${name}`,
      method === 'POST' ? { 'content-type': 'application/json' } : {},
      body === undefined ? undefined : JSON.stringify(body),
    );
  return { ...emulator, lease, send, call, control };
}

type Received = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

export type Callers = {
  /** Calls the API with JSON, and by default with the key. */
  call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Received & { body: unknown }>;
  /** Controls the emulator over HTTP. */
  control: (method: string, name: string, body?: unknown) => Promise<Received>;
  /** Sends requests that `fetch` refuses to make: unusual methods, targets, headers and bytes. */
  send: (
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: string | Uint8Array,
  ) => Promise<Received>;
};

function sent(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(url, { method, path, headers, agent: false }, async (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      text(incoming).then((text) => resolve({ status, headers, text }), reject);
    });
    outgoing.once('error', reject).end(body);
  });
}
