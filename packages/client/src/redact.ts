/** Replaces every form of a secret in a text, and cuts off what is longer than anybody reads. */
export type Redact = (text: string) => string;

const longestText = 20_000;

/**
 * Makes a function that replaces an API key in a text: as it is; each of its characters URL-encoded, as an HTML entity or
 * escaped, however often; as hexadecimal or decimal bytes; and in base64, by itself or as part of something longer.
 */
export function redactor(apiKey: string): Redact {
  let forms: RegExp | undefined;
  // No form is longer, but one that is encoded over and over.
  const longestForm = 16 * apiKey.length;
  return (text) => {
    forms ??= new RegExp(formsOf(apiKey).join('|'), 'gi');
    if (text.length <= longestText) return text.replace(forms, '***');
    // What is cut off last may be the beginning of a key.
    const clean = text.slice(0, longestText + longestForm).replace(forms, '***');
    return `${clean.slice(0, -longestForm)}...`;
  };
}

/** Regular expressions; base64 of the key itself comes before its parts. */
function formsOf(key: string): string[] {
  const characters = Array.from(key);
  const codes = characters.map(codeOf);
  return [
    `${base64(literally(btoa(key).replace(/=+$/, '')))}={0,2}`,
    ...[0, 1, 2].flatMap((before) => base64Within(key, before)),
    codes.map(hex).join(String.raw`[\s,:;_-]{0,2}(?:0x)?`),
    codes.join(String.raw`\s*,\s*`),
    characters.map(asEntity).join(''),
    // Backslashes beside one another may each be doubled, and doubled again: together, for one by one takes for ever.
    (key.match(/\\+|[^\\]/g) ?? []).map(escaped).join(''),
    characters.map(percent).join(''),
  ];
}

/** The key in the base64 of something longer, such as `user:key`, after 0, 1 or 2 bytes of a group of three. */
function base64Within(key: string, before: number): string[] {
  const bits = 8 * (before + key.length);
  const whole = btoa('\0'.repeat(before) + key).slice(before && before + 1, Math.floor(bits / 6));
  // The characters at both ends are also those of its neighbours. A short part would stand in every sentence.
  return whole.length < 8 ? [] : [`[\\w+/-]{0,${before && 1}}${base64(literally(whole))}[\\w+/-]?={0,2}`];
}

/** Base64 in each of its alphabets, and URL-encoded. */
function base64(pattern: string): string {
  return pattern.replace(/\\?([+/])/g, (_, character) => (character === '+' ? '(?:[+-]|%2b)' : '(?:[/_]|\\\\/|%2f)'));
}

const entities: Record<string, string> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
  '+': 'plus',
  '/': 'sol',
  '=': 'equals',
};

/** Matches a character as it is and as an HTML entity, once or more often. */
function asEntity(character: string): string {
  const code = codeOf(character);
  const name = entities[character] === undefined ? '' : `|${entities[character]}`;
  return `(?:&(?:amp;)*(?:#0*${code}|#x0*${hex(code)}${name});|${literally(character)})`;
}

/** Matches a character, or several backslashes, as they are and as JSON and others escape them in a string. */
function escaped(text: string): string {
  const { length } = text;
  const code = `(?:\\\\{1,4}(?:u00|x)${hex(codeOf(text))}){${length}}`;
  if (text.startsWith('\\')) return `(?:${code}|\\\\{${length},${4 * length}})`;
  return `(?:${code}|${/["/]/.test(text) ? '\\\\{0,3}' : ''}${literally(text)})`;
}

/** Matches a character as it is and URL-encoded, once or more often. */
function percent(character: string): string {
  const form = `%(?:25)*${hex(codeOf(character))}|${literally(character)}`;
  return character === ' ' ? `(?:${form}|%(?:25)*2b|\\+)` : `(?:${form})`;
}

const codeOf = (text: string) => text.charCodeAt(0);
const hex = (code: number) => code.toString(16).padStart(2, '0');

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
