/** How the Zap editor shows one field of an output. */
export type OutputField = { label: string; type: 'string' | 'number' | 'integer' | 'boolean' | 'datetime' };

/** Output fields as Zapier wants them. */
export type OutputFields = (OutputField & { key: string })[];

/** Puts labelled fields in Zapier's shape. Fields of line items have a prefix, such as `videos[]`. */
export function outputFields(fields: Record<string, OutputField>, prefix = ''): OutputFields {
  return Object.entries(fields).map(([key, field]) => ({ key: prefix + key, ...field }));
}

/** The fields of an item that are among the known ones. */
export function knownOf(known: object, item: object): { [field: string]: unknown } {
  return Object.fromEntries(Object.entries(item).filter(([field]) => Object.hasOwn(known, field)));
}

/** As many items as Looping by Zapier takes. */
export const mostItems = 500;

// A step whose output has more than 6 MB fails, be its deletion done or not.
const mostCharacters = 1_500_000;

/** Takes as many line items as an output can hold, from the first on, and tells how many are left out. */
export function lineItems<Item>(items: readonly Item[]): { listed: Item[]; notListed: number } {
  const listed: Item[] = [];
  let characters = 0;
  for (const item of items.slice(0, mostItems)) {
    characters += JSON.stringify(item).length;
    if (characters > mostCharacters) break;
    listed.push(item);
  }
  return { listed, notListed: items.length - listed.length };
}
