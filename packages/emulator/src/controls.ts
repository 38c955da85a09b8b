import { apiRoot } from './api.ts';
import { contract } from './contract.ts';
import { type ApiResponse, errors } from './errors.ts';
import { sentence } from './explain.ts';
import { InvalidFaultError } from './faults.ts';
import { checkOf } from './schemas.ts';
import { SeedError } from './seed.ts';
import type { OwnWorld } from './world.ts';

/** A request to a control. */
export type ControlRequest = { own: OwnWorld; query: URLSearchParams; body: unknown; origin: string };

/** What a control does for each method, and the fields of the query that it takes beside `world`. */
export type Control = {
  methods: Partial<Record<string, (request: ControlRequest) => ApiResponse>>;
  query?: readonly string[];
};

const done: ApiResponse = { status: 204, body: undefined };

/** What can be done over HTTP. */
export const controls: ReadonlyMap<string, Control> = new Map<string, Control>([
  ['health', { methods: { GET: () => ({ status: 200, body: { status: 'ok' } }) } }],
  ['snapshot', { methods: { GET: ({ own }) => fresh(own.snapshot()) } }],
  // A stream, which the world itself sends.
  ['events', { methods: { GET: () => done } }],
  ['requests', { methods: { GET: listRequests }, query: ['take', 'skip'] }],
  ['faults', { methods: { POST: setFault, DELETE: clearFaults } }],
  ['seed', { methods: { POST: addPackages } }],
  ['clock', { methods: { GET: ({ own }) => fresh({ now: own.world.clock.now() }), POST: moveClock } }],
  ['reset', { methods: { POST: reset } }],
  ['openapi.json', { methods: { GET: ({ origin }) => fresh(describedAt(origin)) } }],
]);

function fresh(body: object): ApiResponse {
  return { status: 200, body, headers: { 'cache-control': 'no-store' } };
}

function listRequests({ own, query }: ControlRequest): ApiResponse {
  const page = { take: numberOf(query.get('take') ?? '100'), skip: numberOf(query.get('skip') ?? '0') };
  if (!pageOf.accepts(page)) return errors.invalid(sentence(pageOf.problem(), 'The query'));
  const { take, skip } = page;
  const { requests } = own.world;
  return fresh({ items: requests.slice(skip, skip + take), total: requests.length, take, skip });
}

function setFault({ own, body }: ControlRequest): ApiResponse {
  try {
    own.failNext(body);
    return done;
  } catch (error) {
    if (error instanceof InvalidFaultError) return errors.invalidField('fault_invalid', error.message);
    throw error;
  }
}

function clearFaults({ own }: ControlRequest): ApiResponse {
  own.world.clearFaults();
  return done;
}

function addPackages({ own, body }: ControlRequest): ApiResponse {
  try {
    own.seed(body);
    return done;
  } catch (error) {
    if (error instanceof SeedError) return errors.invalidField('seed_invalid', error.message);
    throw error;
  }
}

function moveClock({ own, body }: ControlRequest): ApiResponse {
  const { clock } = own.world;
  if (!clockMove.accepts(body)) return errors.invalidField('clock_invalid', sentence(clockMove.problem(), 'The body'));
  try {
    if (body.now !== undefined) clock.set(body.now);
    if (body.advanceMs !== undefined) clock.advance(body.advanceMs);
  } catch (error) {
    if (error instanceof RangeError) return errors.invalidField('clock_invalid', error.message);
    throw error;
  }
  return { status: 200, body: { now: clock.now() } };
}

function reset({ own }: ControlRequest): ApiResponse {
  own.world.reset();
  return done;
}

/** The contract, with this emulator in place of the API's servers: what is tried out from it deletes nothing real. */
function describedAt(origin: string): object {
  return { ...contract, servers: [{ url: `${origin}${apiRoot}`, description: 'This emulator' }] };
}

function numberOf(text: string): unknown {
  return /^\d+$/.test(text) ? Number(text) : text;
}

const pageOf = checkOf<{ take: number; skip: number }>({
  type: 'object',
  properties: {
    take: { type: 'integer', minimum: 1, maximum: 1000 },
    skip: { type: 'integer', minimum: 0 },
  },
});

const clockMove = checkOf<{ now?: string; advanceMs?: number }>({
  type: 'object',
  properties: { now: { type: 'string', format: 'date-time' }, advanceMs: { type: 'number' } },
  additionalProperties: false,
  minProperties: 1,
  // Of two moves, the second could fail after the first.
  maxProperties: 1,
});
