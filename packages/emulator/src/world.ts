import { createApi } from './api.ts';
import type { CallsOfWorld } from './calls.ts';
import { createChaos } from './chaos.ts';
import { type Clock, createClock } from './clock.ts';
import { type Aim, createFaults, type Fault } from './faults.ts';
import { createFiles } from './files.ts';
import { createLive, type Live } from './live.ts';
import { type Assumptions, createOperations } from './operations.ts';
import { createRateLimit } from './rateLimit.ts';
import { createRequests, type ReceivedRequest } from './requests.ts';
import type { Mask } from './secrets.ts';
import { seedOf } from './seed.ts';
import { createState, type SeedPackage } from './state.ts';

/** What one key reaches: packages, time, faults and requests that no other key sees. */
export type World = {
  /** The key that names it. */
  apiKey: string;
  /** What it holds now. */
  packages: readonly SeedPackage[];
  /** The last requests as they were received, in order, refused ones too. */
  requests: readonly ReceivedRequest[];
  /** Its time: deletions, links and retention follow it. */
  clock: Clock;
  /** Adds packages; one that is there already is replaced. Throws a `TypeError` that says where the seed is wrong. */
  seed: (packages: SeedPackage[]) => void;
  /** Makes the next request fail. Throws a `TypeError` when the fault cannot be carried out. */
  failNext: (fault: Fault) => void;
  /** Forgets the faults that still wait for a request, and those that stand. */
  clearFaults: () => void;
  /** Returns to how it was started: packages, clock, no faults, no requests. */
  reset: () => void;
};

/** A world with what serves it, and with what is not checked yet. */
export type OwnWorld = {
  world: World;
  seed: (packages: unknown) => void;
  failNext: (fault: unknown) => void;
  calls: CallsOfWorld;
  live: Live;
  /** Everything that the page shows. */
  snapshot: () => object;
};

/** How every world of an emulator begins. */
export type WorldOptions = {
  assumptions: Assumptions;
  packages: readonly SeedPackage[];
  deterministic: boolean;
  rateLimit: number | undefined;
  chaos: number | undefined;
  maxRequests: number;
  mask: Mask;
  /** The base address of the API. */
  url: () => string;
};

const shownRequests = 30;
const never = () => undefined;

/** Makes a world as every one of its emulator begins. The first one has no name. */
export function createWorld(name: string | undefined, apiKey: string, options: WorldOptions): OwnWorld {
  const { assumptions, rateLimit, chaos } = options;
  const clock = createClock(options.deterministic);
  const state = createState(clock, assumptions.memberId);
  const files = createFiles(state, clock, name);
  const faults = createFaults();
  const requests = createRequests(options.mask, options.maxRequests);
  const live = createLive(snapshot);
  const weather = () => ({
    overLimit: rateLimit === undefined ? never : createRateLimit(rateLimit),
    byChance: chaos === undefined ? never : createChaos(chaos),
  });
  let { overLimit, byChance } = weather();
  state.reset(options.packages);

  function seed(packages: unknown): void {
    state.seed(seedOf(packages, state.packages));
    live.changed();
  }

  function reset(): void {
    state.reset(options.packages);
    faults.clear();
    requests.clear();
    clock.reset();
    files.reset();
    ({ overLimit, byChance } = weather());
    live.changed();
  }

  function snapshot() {
    const { packages } = state;
    return { url: options.url(), now: clock.now(), packages, requests: requests.all.slice(-shownRequests) };
  }

  /** The API's limit is not that of the files. */
  function takeFault(aim: Aim): Fault | undefined {
    return faults.take(aim) ?? (aim.target === 'downloadVideo' ? undefined : overLimit()) ?? byChance();
  }

  const { now, set, advance } = clock;
  return {
    world: {
      apiKey,
      packages: state.packages,
      requests: requests.all,
      clock: { now, set, advance },
      seed,
      failNext: faults.add,
      clearFaults: faults.clear,
      reset,
    },
    seed,
    failNext: faults.add,
    calls: {
      name,
      api: createApi(createOperations(state, files, clock, assumptions), assumptions),
      files,
      requests,
      takeFault,
      changed: live.changed,
    },
    live,
    snapshot,
  };
}
