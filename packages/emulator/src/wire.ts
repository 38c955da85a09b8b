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
export async function send(
  response: ServerResponse,
  fault: Fault = {},
  answer: () => Promise<Answer>,
): Promise<number> {
  if (fault.delayMs !== undefined) await wait(fault.delayMs, undefined, { ref: false });
  if (fault.reset) return hangUp(response);
  const { status, body } = await answer();
  if (fault.resetAfter) return hangUp(response);
  const bytes = Buffer.from(
    textOf(fault.body ?? body ?? error(status, 'emulator_fault', 'A fault was asked for.').body),
  );
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
    ...fault.headers,
  });
  if (fault.stall) {
    response.write(bytes.subarray(0, bytes.length >> 1));
  } else if (fault.truncate) {
    response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
  } else {
    response.end(bytes);
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
