import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import { responseTooLong, unknownEncoding } from '../connectionFailure.ts';

type Decoder = (body: Uint8Array, options: Pick<ZlibOptions, 'maxOutputLength'>) => Promise<Buffer>;

const ofZlib: Decoder = promisify(inflate);
const rawDeflate: Decoder = promisify(inflateRaw);
const gzip: Decoder = promisify(gunzip);

const decoders: Record<string, Decoder> = {
  gzip,
  'x-gzip': gzip,
  br: promisify(brotliDecompress),
  // Some servers leave out the two bytes with which it should begin.
  deflate: (body, options) => (((body[0] ?? 0) & 15) === 8 ? ofZlib : rawDeflate)(body, options),
};

const mostCodings = 5;

/**
 * Decodes a body that was compressed on its way, although nobody asked for it: `fetch` does so, too.
 *
 * @param encoding The `Content-Encoding` of the response.
 * @param most How many bytes it may have, decoded.
 */
export async function decoded(body: Uint8Array, encoding: string | null, most: number): Promise<Uint8Array> {
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0 || body.length === 0) return body;
  if (codings.length > mostCodings) throw unknownEncoding();
  let rest = body;
  for (const coding of codings.reverse()) {
    const decode = decoders[coding];
    if (!decode) throw unknownEncoding();
    rest = await decode(rest, { maxOutputLength: most }).catch((error: unknown) => {
      throw isTooLong(error) ? responseTooLong(most) : error;
    });
  }
  return rest;
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
