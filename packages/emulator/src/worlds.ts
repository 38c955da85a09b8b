import { mostWorlds } from './errors.ts';
import type { OwnWorld } from './world.ts';

/** The worlds of an emulator: the first one, and one for each name that a key has had. */
export type Worlds = {
  first: OwnWorld;
  /** What a key names: the world, `undefined` for a wrong key, `full` where it would be one too many. */
  byKey: (key: string | string[] | undefined) => OwnWorld | 'full' | undefined;
  /** The world of a name. It begins when it is first asked for. */
  named: (name: string) => OwnWorld | 'full' | undefined;
  /** The world of a name, where it has begun. */
  begun: (name: string) => OwnWorld | undefined;
  all: () => Iterable<OwnWorld>;
};

const worldName = /^[\w.-]{1,64}$/;

/** Keeps the worlds of an emulator: `emulator-key` names the first, `emulator-key:worker-3` that of worker 3. */
export function createWorlds(apiKey: string, create: (name: string | undefined, key: string) => OwnWorld): Worlds {
  const first = create(undefined, apiKey);
  const others = new Map<string, OwnWorld>();

  function named(name: string): OwnWorld | 'full' | undefined {
    if (!worldName.test(name)) return undefined;
    const known = others.get(name);
    if (known) return known;
    if (others.size + 1 >= mostWorlds) return 'full';
    const world = create(name, `${apiKey}:${name}`);
    others.set(name, world);
    return world;
  }

  return {
    first,
    byKey(key) {
      if (typeof key !== 'string') return undefined;
      if (key === apiKey) return first;
      return key.startsWith(`${apiKey}:`) ? named(key.slice(apiKey.length + 1)) : undefined;
    },
    named,
    begun: (name) => others.get(name),
    all: () => [first, ...others.values()],
  };
}
