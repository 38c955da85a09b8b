import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { must } from './fields.ts';
import { replaceUnseen } from './visible.ts';

/** The fields that name what a call is about. */
export type IdField = 'packageId' | 'meetingVideoId';

const longestId = 1000;

// Nearly every id is made of these alone, and a call reads its ids several times.
const isPlain = /^[\w-]+$/;

/**
 * Validates an id: a string that names one thing, to a person as to a server.
 *
 * @throws {InvalidRequestError} when it is not a string, is blank or too long, has blanks around it or characters that
 *   cannot be seen, or reads as a path of dots.
 */
export function validId(field: string, value: unknown): string {
  must(typeof value === 'string', field, 'a string', value);
  if (value.length > longestId) throw new InvalidRequestError(field, `is longer than ${longestId} characters`);
  if (isPlain.test(value)) return value;
  if (value.trim() === '') throw new InvalidRequestError(field, value === '' ? 'is empty' : 'is blank');
  // Ids that look the same to a person must be the same.
  if (value.trim() !== value) throw new InvalidRequestError(field, 'must not begin or end with a blank');
  if (replaceUnseen(value, () => '') !== value) {
    throw new InvalidRequestError(field, 'contains an invisible character');
  }
  if (leadsElsewhere(value))
    throw new InvalidRequestError(field, 'must not contain "." or ".." path segments or a NUL character');
  return value;
}

/** Validates a key, which is sent as a header. Its value never becomes part of the error. */
export function validKey(apiKey: unknown): string {
  if (typeof apiKey === 'string' && /^[!-~]([ -~]*[!-~])?$/.test(apiKey)) return apiKey;
  if (apiKey === undefined || apiKey === null) throw new InvalidRequestError('apiKey', 'is missing');
  throw new InvalidRequestError('apiKey', 'must be a string of printable ASCII characters, without spaces around it');
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
