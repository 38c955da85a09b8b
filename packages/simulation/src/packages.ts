import { type Labels, labelFields, writtenLabel } from './labels.ts';
import type { Video } from './world.ts';

/** A package with its videos. */
export type Package = {
  readonly id: string;
  name: string;
  readonly videos: Video[];
  state: 'executed' | 'open';
  /** When it was created, in milliseconds since 1970. */
  readonly created: number;
  /** When it was executed; `unreadable` where the API writes something that is no time. */
  executed: number | 'unreadable' | undefined;
  /** What the API says of whether it is executed, where it says anything. */
  isExecuted: boolean | undefined;
  /** When its own retention ends, which only Get Package tells. */
  retention: number | 'unreadable' | undefined;
  labels: Labels;
  /** In which of its spellings the API writes what it has. */
  readonly spelling: number;
  /** Whether somebody deleted it, with its videos. */
  isGone: boolean;
  /** When anything about it changed last. */
  leftMs: number | undefined;
};

/** A package as a response names it, and what a reader can know by that. */
export type PackageEntry = Pick<
  Package,
  'id' | 'name' | 'state' | 'created' | 'executed' | 'isExecuted' | 'retention'
> & {
  labels: Labels;
  /** The JSON of the response. */
  json: Record<string, unknown>;
};

/** Writes a package as Get Package does, or as an item of a list, which has no retention. */
export function packageEntryOf(described: Package, as: 'details' | 'item'): PackageEntry {
  const { id, name, state, created, executed, isExecuted, labels, spelling } = described;
  const retention = as === 'details' ? described.retention : undefined;
  return {
    ...{ id, name, state, created, executed, isExecuted, retention, labels: { ...labels } },
    json: {
      packageId: id,
      name,
      state,
      isExecuted,
      timeCreated: new Date(created).toISOString(),
      timeExecuted: written(executed),
      ...(as === 'details' && { timeRetention: written(retention) ?? null }),
      ...Object.fromEntries(labelFields.map((field) => [field, writtenLabel(field, labels[field], spelling)])),
    },
  };
}

function written(time: Package['executed']): string | undefined {
  return typeof time === 'number' ? new Date(time).toISOString().replace('Z', '0000Z') : time;
}
