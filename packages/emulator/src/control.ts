import type { Clock } from './clock.ts';
import { type ApiResponse, errors } from './errors.ts';
import { sentence } from './explain.ts';
import { InvalidFaultError } from './faults.ts';
import { checkOf } from './schemas.ts';
import { checkSeed } from './seed.ts';
import type { SeedPackage } from './state.ts';

/** The path under which an emulator is controlled. */
export const controlRoot = '/_emulator/';

/** What can be done to an emulator over HTTP. */
export type Controls = {
  failNext: (fault: unknown) => void;
  seed: (packages: SeedPackage[]) => void;
  reset: () => void;
  clock: Clock;
  /** Everything that the page shows. */
  snapshot: () => object;
};

/** Where each control is, and the methods that it takes. */
export const controlMethods: ReadonlyMap<string, string[]> = new Map([
  ['health', ['GET', 'HEAD']],
  ['snapshot', ['GET', 'HEAD']],
  ['events', ['GET']],
  ['faults', ['POST']],
  ['seed', ['POST']],
  ['clock', ['POST']],
  ['reset', ['POST']],
]);

const done: ApiResponse = { status: 204, body: undefined };

/** Carries out what a program asks of an emulator: what to hold, how to fail, what time it is. */
export function createControl({ failNext, seed, reset, clock, snapshot }: Controls) {
  const controls = new Map<string, (body: unknown) => ApiResponse>(
    Object.entries({
      health: () => ({ status: 200, body: { status: 'ok' } }),
      snapshot: () => ({ status: 200, body: snapshot(), headers: { 'cache-control': 'no-store' } }),
      faults(fault: unknown) {
        try {
          failNext(fault);
          return done;
        } catch (error) {
          if (error instanceof InvalidFaultError) return errors.invalidField('fault_invalid', error.message);
          throw error;
        }
      },
      seed(content: unknown) {
        const checked = checkSeed(content);
        if ('problem' in checked) return errors.invalidField('seed_invalid', sentence(checked.problem, 'The seed'));
        seed(checked.packages);
        return done;
      },
      clock(body: unknown) {
        if (!clockMove.accepts(body))
          return errors.invalidField('clock_invalid', sentence(clockMove.problem(), 'The body'));
        if (body.now !== undefined) clock.set(body.now);
        if (body.advanceMs !== undefined) clock.advance(body.advanceMs);
        return { status: 200, body: { now: clock.now() } };
      },
      reset() {
        reset();
        return done;
      },
    }),
  );
  return (name: string, body: unknown): ApiResponse =>
    controls.get(name)?.(body) ?? errors.notFound(`${controlRoot}${name}`);
}

const century = 100 * 365 * 24 * 60 * 60 * 1000;
const clockMove = checkOf<{ now?: string; advanceMs?: number }>({
  type: 'object',
  properties: {
    now: { type: 'string', format: 'date-time' },
    advanceMs: { type: 'number', minimum: -century, maximum: century },
  },
  additionalProperties: false,
});
