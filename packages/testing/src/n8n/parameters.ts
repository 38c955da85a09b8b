/** A resource locator as a node's parameters hold it. */
export type Locator = { __rl: true; mode: string; value: string };

/** Returns a locator in the mode By ID. */
export function byId(value: string): Locator {
  return { __rl: true, mode: 'id', value };
}
