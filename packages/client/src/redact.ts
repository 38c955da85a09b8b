/** Replaces every form of a secret in a text. */
export type Redact = (text: string) => string;

/**
 * Makes a function that replaces an API key in a text: as it is, URL-encoded however often and wherever, in base64, and as
 * JSON, .NET, Go or PHP escape it in a string.
 */
export function redactor(apiKey: string): Redact {
  let forms: RegExp | undefined;
  return (text) => {
    forms ??= new RegExp(formsOf(apiKey).join('|'), 'gi');
    return text.replace(forms, '***');
  };
}

/** Regular expressions; the longer come first, for what begins like the key may be longer than it. */
function formsOf(key: string): string[] {
  const base64 = btoa(key).replace(/=+$/, '');
  const escaped = JSON.stringify(key).slice(1, -1);
  const texts = [
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    escaped,
    escaped.replaceAll('/', '\\/'),
    escaped.replace(/[&<>]/g, unicode),
    escaped.replace(/\\"|["&'+<>`]/g, unicode),
    key.replace(/["&'+<>\\`]/g, unicode),
  ];
  const forms = [...new Set(texts)].sort((one, other) => other.length - one.length);
  return [...forms.map(literally), Array.from(key, percent).join('')];
}

/** Matches a character as it is and URL-encoded, once or more often. */
function percent(character: string): string {
  const encoded = `%(?:25)*${hex(character)}|${literally(character)}`;
  return character === ' ' ? `(?:${encoded}|%(?:25)*2b|\\+)` : `(?:${encoded})`;
}

const hex = (character: string) => character.charCodeAt(0).toString(16);
// Of \" the quotation mark.
const unicode = (text: string) => `\\u${hex(text.slice(-1)).padStart(4, '0')}`;

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
