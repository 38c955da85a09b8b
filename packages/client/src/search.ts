import { numberKey } from './spelling.ts';

/**
 * Tells whether a search text says nothing: it has no letter and no digit, so a search for it would find everything.
 *
 * Calls for packages reject such a text. A program can ask before it adds a `*` to what a person typed.
 *
 * @param search The text.
 * @returns Whether there is nothing in it to search for.
 * @example
 * ```ts
 * isBlankSearch(`${name}*`); // true where the name is empty
 * ```
 */
export function isBlankSearch(search: string): boolean {
  return numberKey(search) === '';
}
