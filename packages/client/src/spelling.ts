import { replaceUnseen } from './visible.ts';

// Nearly every id is made of these alone.
const isPlain = /^[\w-]+$/;

/** An id as it was meant: without the quotes, braces, blanks and invisible characters that were copied along with it. */
export function cleanId(text: string): string {
  return isPlain.test(text) ? text : withoutWrapping(withoutWrapping(text).normalize('NFKC'));
}

/** What ids have in common that a person takes for the same: case, width, the kind of a dash, the dashes of a GUID. */
export function idKey(id: string): string {
  const folded = foldCase(cleanId(id)).replace(/\p{Pd}/gu, '-');
  const digits = folded.replaceAll('-', '');
  return /^[\da-f]{32}$/.test(digits) ? digits : folded;
}

/** What numbers of matters and clients have in common that a person takes for the same: letters, less their accents, and digits. */
export function numberKey(number: string): string {
  // Fillers are letters, and cannot be seen. An accent can stand apart from its letter, and many exports lose it.
  const seen = replaceUnseen(foldCase(number.normalize('NFKC')), () => '');
  return seen.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
}

// There and back: ß, ẞ and SS are one. A sigma's small letter depends on what stands beside it.
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}

function withoutWrapping(text: string): string {
  const characters = Array.from(text);
  const isInside = (character: string) => !isWrapping(character);
  const first = characters.findIndex(isInside);
  return first === -1 ? '' : characters.slice(first, characters.findLastIndex(isInside) + 1).join('');
}

// Blanks, what cannot be seen, quotes and brackets of every script. An accent belongs to the letter before it.
function isWrapping(character: string): boolean {
  if (/\p{M}/u.test(character)) return false;
  return replaceUnseen(character, () => '') === '' || /[\s\p{Pi}\p{Pf}\p{Ps}\p{Pe}"'`´\u2032\u2033<>]/u.test(character);
}
