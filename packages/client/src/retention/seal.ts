import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { must } from '../fields.ts';
import type { Inside } from '../inside.ts';

/** What seals plans: a key, known by its fingerprint. */
export type Sealer = {
  /** A fingerprint of the key. It tells another key from an altered plan, and nothing of the key itself. */
  keyId: string;
  /** The HMAC-SHA-256 of a text, in hexadecimal digits. */
  seal: (text: string) => string;
};

/**
 * Makes the sealer of a client: of a key that is given, or of one that is derived from the API key.
 *
 * @throws {InvalidRequestError} when the key that is given is not a string with something in it.
 */
export function sealerOf(inside: Inside, sealKey: unknown): Sealer {
  must(
    sealKey === undefined || (typeof sealKey === 'string' && sealKey.trim() !== ''),
    'sealKey',
    'a string that is not blank',
    sealKey,
  );
  const key = sealKey === undefined ? inside.derive(keyFrom) : keyFrom(sealKey);
  return { keyId: digest(key, 'iinked-sign key id').slice(0, 16), seal: (text) => digest(key, text) };
}

/** A digest of a text that nobody must keep secret, in hexadecimal digits. */
export function fingerprint(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

function keyFrom(secret: string): Uint8Array {
  return hmac(sha256, utf8ToBytes(secret), utf8ToBytes('iinked-sign deletion plan'));
}

function digest(key: Uint8Array, text: string): string {
  return bytesToHex(hmac(sha256, key, utf8ToBytes(text)));
}
