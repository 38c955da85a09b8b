const longest = 300;

// Whatever leaves no mark of its own: controls, formats, fillers, private and unassigned characters, every space but one.
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/**
 * Text from outside as a person can check it: what cannot be seen shows as its code, spaces at the ends and in a row too,
 * marks above and below a letter are limited, and so is the length.
 */
export function visible(text: string, most: number = longest): string {
  if (text === '') return '⟨empty⟩';
  const rest = text.length - most;
  const beginning = (rest > 0 ? text.slice(0, most) : text).replace(/\p{Surrogate}/gu, '\uFFFD');
  const shown = beginning
    .replace(unseen, codeOf)
    .replace(/^ | $| (?= )/g, codeOf)
    .replace(/(\p{M}{4})(\p{M}+)/gu, (_, few: string, more: string) => `${few}⟨+${Array.from(more).length} marks⟩`)
    .replace(/^\p{M}/u, '\u25CC$&');
  return rest > 0 ? `${shown}⟨+${rest} characters⟩` : shown;
}

function codeOf(sign: string): string {
  return `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
