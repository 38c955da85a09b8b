import { createHmac } from 'node:crypto';
import { sealKey } from './plans.ts';

/** Whether the seal of a document is a digest of everything else in it, in its order. */
export function isSealed({ seal, ...rest }: { seal: string }): boolean {
  return hmac(hmac(Buffer.from(sealKey), 'iinked-sign deletion plan'), JSON.stringify(rest)).toString('hex') === seal;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
