import { lookOf } from 'iinked-sign';
import type { INodeListSearchItems } from 'n8n-workflow';

/** How much of a label n8n shows. */
export const shownLength = 52;

/**
 * Puts a piece of the id before labels that would look the same as far as n8n shows them, and the whole id where that is not
 * enough.
 *
 * @param always Whether every label gets it, for rows that follow others which are not known here.
 */
export function distinct(items: readonly INodeListSearchItems[], always = false): INodeListSearchItems[] {
  const isShared = sharedLooks(items);
  const withPiece = items.map((item) =>
    always || isShared(item) ? { ...item, name: `${`${item.value}`.slice(0, 8)} · ${item.name}` } : item,
  );
  const isStillShared = sharedLooks(withPiece);
  return withPiece.map((item, at) =>
    isStillShared(item) ? { ...item, name: `${item.value} · ${items[at]?.name}` } : item,
  );
}

/** Tells whether another of these items looks the same. */
function sharedLooks(items: readonly INodeListSearchItems[]): (item: INodeListSearchItems) => boolean {
  const counts = new Map<string, number>();
  for (const { name } of items) counts.set(shown(name), (counts.get(shown(name)) ?? 0) + 1);
  return ({ name }) => (counts.get(shown(name)) ?? 0) > 1;
}

function shown(name: string): string {
  return lookOf(name.slice(0, shownLength));
}
