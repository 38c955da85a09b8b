/** Replaces every form of a secret in a text. */
export type Redact = (text: string) => string;

/**
 * Makes a function that replaces an API key in a text: as it is, URL-encoded once or twice, in base64, and as JSON or .NET
 * escape it.
 */
export function redactor(apiKey: string): Redact {
  let forms: RegExp | undefined;
  return (text) => {
    forms ??= new RegExp(formsOf(apiKey).map(literally).join('|'), 'gi');
    return text.replace(forms, '***');
  };
}

function formsOf(key: string): string[] {
  const encoded = [
    encodeURIComponent(key),
    key.replace(/[^\w.~-]/g, percent),
    new URLSearchParams({ key }).toString().slice(4),
  ];
  const base64 = btoa(key).replace(/=+$/, '');
  const escaped = JSON.stringify(key).slice(1, -1);
  const forms = [
    key,
    ...encoded,
    ...encoded.map(encodeURIComponent),
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    escaped,
    escaped.replaceAll('/', '\\/'),
    key.replace(/["&'+<>\\`]/g, unicode),
  ];
  // The longer first: what begins like the key may be longer than it.
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

const hex = (character: string) => character.charCodeAt(0).toString(16);
const percent = (character: string) => `%${hex(character).padStart(2, '0')}`;
const unicode = (character: string) => `\\u${hex(character).padStart(4, '0')}`;

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
