import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, error } from './answers.ts';
import type { Fault } from './faults.ts';

/**
 * Sends an answer, or fails to as the fault wants.
 *
 * @param answer Carries the request out.
 * @returns The status that was sent, 0 where the connection was broken instead.
 */
export async function send(response: ServerResponse, fault: Fault = {}, answer: () => Answer): Promise<number> {
  if (fault.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
  if (fault.reset) return hangUp(response);
  const { status, body } = answer();
  if (fault.resetAfter) return hangUp(response);
  const text = textOf(fault.body ?? body ?? error(status, 'emulator_fault', 'A fault was asked for.').body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
    ...fault.headers,
  });
  const half = text.slice(0, text.length >> 1);
  if (fault.stall) {
    response.write(half);
  } else if (fault.truncate) {
    response.write(half, () => response.destroy());
  } else {
    // Answers leave together, after all requests that have arrived are carried out: that doubles how many are served.
    setImmediate(() => response.end(text));
  }
  return status;
}

function hangUp(response: ServerResponse): number {
  response.destroy();
  return 0;
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
