import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { must } from './fields.ts';

/** The fields that name what a call is about. */
export type IdField = 'packageId' | 'meetingVideoId';

const longestId = 1000;

// Nearly every id is made of these alone, and a call reads its ids several times.
const isPlain = /^[\w-]+$/;

// Control, format and unassigned-looking characters, lone surrogates, and every space but the plain one: ids that look
// the same to a person must be the same.
const invisibleCharacters = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}`;

/**
 * Validates an id: a string that names one thing, to a person as to a server.
 *
 * @throws {InvalidRequestError} when it is not a string, is blank or too long, has characters that cannot be seen, or reads
 *   as a path of dots.
 */
export function validId(field: string, value: unknown): string {
  must(typeof value === 'string', field, 'a string', value);
  if (value.length > longestId) throw new InvalidRequestError(field, `is longer than ${longestId} characters`);
  if (isPlain.test(value)) return value;
  if (value.trim() === '') throw new InvalidRequestError(field, value === '' ? 'is empty' : 'is blank');
  if (hasInvisible(value)) throw new InvalidRequestError(field, 'contains a character that cannot be seen');
  if (leadsElsewhere(value)) throw new InvalidRequestError(field, 'must not contain a path of dots or a NUL');
  return value;
}

/** Validates a key, which is sent as a header. Its value never becomes part of the error. */
export function validKey(apiKey: unknown): string {
  if (typeof apiKey === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(apiKey)) return apiKey;
  throw new InvalidRequestError('apiKey', 'must be a string of printable ASCII characters, without spaces around it');
}

// Made at the first use: to read its sets of characters takes a quarter of the time in which the whole client loads.
let invisible: RegExp | undefined;

function hasInvisible(text: string): boolean {
  invisible ??= new RegExp(invisibleCharacters, 'u');
  return invisible.test(text);
}

// Servers and proxies decode a path, some of them more than once, and resolve its dots: the id would name another package.
function leadsElsewhere(id: string): boolean {
  let decoded = id;
  for (let before = ''; before !== decoded; ) {
    before = decoded;
    decoded = before.replace(/%([\da-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  return decoded.includes('\0') || decoded.split(/[/\\]/).some((segment) => segment === '.' || segment === '..');
}
