import { lookOf } from 'iinked-sign';
import type { INodeListSearchItems } from 'n8n-workflow';

/**
 * Adds a piece of the id to labels that would look the same, and the whole id where that is not enough.
 *
 * @param always Whether every label gets it, for rows that follow others which are not known here.
 */
export function distinct(items: readonly INodeListSearchItems[], always = false): INodeListSearchItems[] {
  const isShared = sharedLooks(items);
  const withPiece = items.map((item) =>
    always || isShared(item) ? { ...item, name: `${item.name} · ${`${item.value}`.slice(0, 8)}` } : item,
  );
  const isStillShared = sharedLooks(withPiece);
  return withPiece.map((item, at) =>
    isStillShared(item) ? { ...item, name: `${items[at]?.name} · ${item.value}` } : item,
  );
}

/** Tells whether another of these items looks the same. */
function sharedLooks(items: readonly INodeListSearchItems[]): (item: INodeListSearchItems) => boolean {
  const counts = new Map<string, number>();
  for (const { name } of items) counts.set(lookOf(name), (counts.get(lookOf(name)) ?? 0) + 1);
  return ({ name }) => (counts.get(lookOf(name)) ?? 0) > 1;
}
