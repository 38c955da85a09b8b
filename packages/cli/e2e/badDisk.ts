// Preloaded: what is read from a file differs from what was written to it by one bit.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Transform } from 'node:stream';

const { createReadStream } = fs;
Object.assign(fs, {
  createReadStream: (path: string) =>
    createReadStream(path).pipe(
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          chunk.writeUInt8(chunk.readUInt8(0) ^ 1);
          done(null, chunk);
        },
      }),
    ),
});
syncBuiltinESMExports();
