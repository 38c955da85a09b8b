import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Client } from '../client.ts';
import { InvalidRequestError } from '../errors/InvalidRequestError.ts';
import { fieldsOf, must } from '../fields.ts';
import { type Inside, insideOf } from '../inside.ts';

/** What seals plans: a key, known by its fingerprint. */
export type Sealer = {
  /** A fingerprint of the key. It tells another key from an altered plan, and nothing of the key itself. */
  keyId: string;
  /** The HMAC-SHA-256 of a text, in hexadecimal digits. */
  seal: (text: string) => string;
};

/**
 * What can seal and verify: a client, by a key that is derived from its API key, or a seal key. Who approves or verifies
 * needs no API key.
 */
export type SealKeyHolder = Client | { sealKey: string };

/**
 * Makes a sealer for a client or a seal key.
 *
 * @throws {InvalidRequestError} when it is neither, or the key is too short.
 */
export function sealerOfHolder(holder: SealKeyHolder): Sealer {
  const isKey = typeof holder === 'object' && holder !== null && 'sealKey' in holder;
  return isKey
    ? sealerOfKey(fieldsOf('the sealer', holder, ['sealKey']).sealKey)
    : sealerOf(insideOf(holder), undefined);
}

/** The time by the clock of a client, or of this machine, in milliseconds since 1970. */
export function nowOfHolder(holder: SealKeyHolder): number {
  return 'sealKey' in holder ? Date.now() : insideOf(holder).clock.now();
}

/**
 * Makes the sealer of a client: of a key that is given, or of one that is derived from the API key.
 *
 * @throws {InvalidRequestError} when the key that is given is too short.
 */
export function sealerOf(inside: Inside, sealKey: unknown): Sealer {
  return sealKey === undefined ? sealerWith(inside.derive(keyFrom)) : sealerOfKey(sealKey);
}

// Whoever has a plan can try keys on it offline, as many as they like.
const leastLength = 16;

function sealerOfKey(sealKey: unknown): Sealer {
  must(typeof sealKey === 'string', 'sealKey', 'a string', sealKey);
  if (sealKey.trim().length >= leastLength) return sealerWith(keyFrom(sealKey));
  throw new InvalidRequestError('sealKey', `must have ${leastLength} characters or more: a short key can be guessed`);
}

function sealerWith(key: Uint8Array): Sealer {
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
