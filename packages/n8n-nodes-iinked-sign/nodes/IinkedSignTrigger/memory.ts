import type { IDataObject } from 'n8n-workflow';

/** What a trigger has seen: keys of packages, and when these were created, in milliseconds. */
export type Seen = Map<string, number>;

/**
 * Recalls what was seen.
 *
 * @param about What the trigger is about. A memory of something else does not count.
 * @returns Nothing where there is no such memory: what is there now is not new then.
 */
export function recall(data: IDataObject, about: string): Seen | undefined {
  if (data.about !== about || typeof data.seen !== 'string') return undefined;
  const pairs: [string, number][] = JSON.parse(data.seen);
  return new Map(pairs);
}

/** Keeps what was seen. n8n saves it together with what starts a workflow, and when the workflow is published. */
export function remember(data: IDataObject, about: string, seen: Seen): void {
  data.about = about;
  // As one string: n8n watches each field of an object for changes.
  data.seen = JSON.stringify([...seen]);
}
