import { replaceUnseen } from '../../visible.ts';

const longest = 300;

/**
 * Text from outside as a person can check it: what cannot be seen shows as its code, spaces at the ends and in a row too,
 * marks above and below a letter are limited, and so is the length.
 */
export function visible(text: string, most: number = longest): string {
  if (text === '') return '⟨empty⟩';
  const rest = text.length - most;
  const beginning = (rest > 0 ? text.slice(0, most) : text).replace(/\p{Surrogate}/gu, '\uFFFD');
  const shown = replaceUnseen(beginning, codesOf).replace(/^ | $| (?= )/g, codesOf);
  return rest > 0 ? `${shown}⟨+${rest} characters⟩` : shown;
}

function codesOf(unseen: string): string {
  const [first = '', ...more] = unseen;
  const code = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return more.length === 0 ? `⟨U+${code}⟩` : `⟨U+${code} and ${more.length} more⟩`;
}
