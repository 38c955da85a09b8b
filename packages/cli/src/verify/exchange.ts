import { codeOf } from '../files/systemError.ts';
import { type Observed, observedOf, type Wanted, without } from './observed.ts';

/** A request that was sent, and what came of it. */
export type Exchange = {
  observed: Observed;
  response?: Response;
  /** The body, where all of it arrived. */
  text?: string;
  error?: unknown;
};

/** Sends a request, without following redirects, and reads the response as far as it may be long. */
export async function exchanged(wants: Wanted, url: string, init: RequestInit, maxBytes: number): Promise<Exchange> {
  let response: Response | undefined;
  try {
    response = await fetch(url, { ...init, redirect: 'manual' });
    const text = await textOf(response, maxBytes);
    return { observed: observedOf(wants, response, text), response, text };
  } catch (error) {
    const kind = error instanceof TooLongError ? 'tooLong' : 'lost';
    const observed = { ...without(kind, problemOf(error)), status: response?.status };
    return { observed, error, ...(response && { response }) };
  }
}

class TooLongError extends Error {}

async function textOf({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop ends the response.
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > most) throw new TooLongError(`The response is longer than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Why there was no response, as a code: fetch itself only says that it failed, and gives the reason as its cause. */
function problemOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return codeOf(cause) ?? (cause instanceof Error ? cause.name : 'unknown');
}
