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

/** What numbers of matters and clients have in common that a person takes for the same: their letters and digits. */
export function numberKey(number: string): string {
  // Fillers are letters that cannot be seen.
  return foldCase(number.normalize('NFKC')).replace(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '');
}

// There and back: ß, ẞ and SS are one, and so are σ and ς.
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}

function withoutWrapping(text: string): string {
  const characters = Array.from(text);
  const isInside = (character: string) => !isWrapping(character);
  const first = characters.findIndex(isInside);
  return first === -1 ? '' : characters.slice(first, characters.findLastIndex(isInside) + 1).join('');
}

// Blanks, what cannot be seen, quotes and brackets of every script.
function isWrapping(character: string): boolean {
  return /[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800\p{Pi}\p{Pf}\p{Ps}\p{Pe}"'`´\u2032\u2033<>]/u.test(character);
}
