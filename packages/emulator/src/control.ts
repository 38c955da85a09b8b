import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { error } from './answers.ts';
import { operationIds } from './contract.ts';
import type { Fault } from './faults.ts';

/** The path under which an emulator is told what to do, and asked what happened. */
export const controlRoot = '/_emulator/';

/** What can be done to an emulator over HTTP. */
export type Controls<Snapshot> = {
  failNext: (fault: Fault) => void;
  /** What the page shows. */
  snapshot: () => Snapshot;
  /** Calls back at every change until the signal aborts. */
  onChange: (listener: () => void, signal: AbortSignal) => void;
};

/** Serves the control path: `POST faults`, `GET snapshot`, and `GET events`, which sends a snapshot at every change. */
export function createControl<Snapshot>({ failNext, snapshot, onChange }: Controls<Snapshot>) {
  return async (name: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = `${incoming.method} ${name}`;
    if (asked === 'GET snapshot') return answer(response, 200, snapshot());
    if (asked === 'GET events') return stream(response);
    if (asked !== 'POST faults') {
      return answer(response, 404, error(404, 'path_not_found', `The emulator has no ${asked} to control.`).body);
    }
    const fault = await json(incoming).catch(() => undefined);
    if (!isFault(fault)) {
      const [problem] = isFault.errors ?? [];
      const field = problem?.params.additionalProperty ?? problem?.instancePath.slice(1) ?? '';
      const message = `The fault is not one: ${field} ${problem?.message ?? 'it must be JSON'}.`.replace('  ', ' ');
      return answer(response, 400, error(400, 'fault_invalid', message).body);
    }
    failNext(fault);
    response.writeHead(204).end();
  };

  function stream(response: ServerResponse): void {
    const closed = new AbortController();
    response.once('close', () => closed.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const send = () => response.write(`data: ${JSON.stringify(snapshot())}\n\n`);
    send();
    onChange(send, closed.signal);
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const flag = { type: 'boolean' };
const fields: Record<keyof Fault, object> = {
  on: { enum: operationIds },
  times: { type: 'integer', minimum: 1 },
  delayMs: { type: 'number', minimum: 0 },
  status: { type: 'integer', minimum: 200, maximum: 599 },
  retryAfter: { type: ['number', 'string'] },
  headers: { type: 'object', additionalProperties: { type: 'string' } },
  body: {},
  carryOut: flag,
  reset: flag,
  resetAfter: flag,
  truncate: flag,
  stall: flag,
};
// Checking the schema itself, which is ours, would take a third of the time in which the emulator starts.
const isFault = new Ajv2020({ allowUnionTypes: true, validateSchema: false }).compile<Fault>({
  type: 'object',
  additionalProperties: false,
  properties: fields,
});
