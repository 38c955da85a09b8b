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
export async function start(options: EmulatorOptions = {}): Promise<Emulator & { lease: SeedPackage; call: Call }> {
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
  const call: Call = async (method, path, body, headers = { api_key: emulator.apiKey }) => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  return { ...emulator, lease, call };
}

export type Call = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<{ status: number; headers: Headers; body: unknown }>;
