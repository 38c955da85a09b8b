import type { INodeListSearchItems } from 'n8n-workflow';

/**
 * Adds a piece of the id to labels that would look the same, and the whole id where that is not enough.
 *
 * @param always Whether every label gets it, for rows that follow others which are not known here.
 */
export function distinct(items: readonly INodeListSearchItems[], always = false): INodeListSearchItems[] {
  const withPiece = items.map((item) =>
    always || isShared(item.name, items) ? { ...item, name: `${item.name} · ${`${item.value}`.slice(0, 8)}` } : item,
  );
  return withPiece.map((item, at) =>
    isShared(item.name, withPiece) ? { ...item, name: `${items[at]?.name} · ${item.value}` } : item,
  );
}

function isShared(name: string, items: readonly INodeListSearchItems[]): boolean {
  return items.filter((item) => item.name === name).length > 1;
}
