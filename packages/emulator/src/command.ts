#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Emulator, type ReceivedRequest, startEmulator } from './emulator.ts';
import type { SeedPackage } from './state.ts';

const help = `iinked-sign-emulator – a local stand-in for the iinked Sign API

Usage: iinked-sign-emulator [options]

  --port PORT        port to listen on (default 4010)
  --host ADDRESS     address to listen on (default 127.0.0.1, which only this machine can reach)
  --seed FILE        packages and videos to hold, as JSON or YAML (default: a small sample)
  --api-key KEY      key to accept (default emulator-key)
  --rate-limit N     answer 429 to more than N requests in a second
  --chaos NUMBER     let requests fail by chance, in the same order for the same number
  --deterministic    start the clock at the same moment each time
  --again            answer the deletion of a deleted video with that video, not with 404
  --empty-is-all     let an empty meetingVideoId delete every video, as the real API may
  --json             log requests as JSON
  --help             show this text
  --version          show the version

It keeps everything in memory, and ends with Ctrl+C.`;

main().catch((error: unknown) => {
  console.error(problem(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string' },
      'api-key': { type: 'string' },
      'rate-limit': { type: 'string' },
      chaos: { type: 'string' },
      deterministic: { type: 'boolean' },
      again: { type: 'boolean' },
      'empty-is-all': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(help);
  if (values.version) return console.log(version());
  const emulator = await startEmulator({
    port: numberOf('port', values.port, 0, 65_535),
    host: values.host,
    apiKey: values['api-key'],
    packages: values.seed === undefined ? undefined : await seedOf(values.seed),
    rateLimit: values['rate-limit'] === undefined ? undefined : numberOf('rate limit', values['rate-limit'], 1),
    chaos: values.chaos === undefined ? undefined : numberOf('number for chaos', values.chaos, 0),
    deterministic: values.deterministic,
    deletedAgain: values.again ? 'again' : 'notFound',
    emptyVideoId: values['empty-is-all'] ? 'deleteAll' : 'refuse',
    onRequest: (request, milliseconds) => console.log((values.json ? jsonLine : line)(request, milliseconds)),
  });
  if (!isLoopback(values.host)) {
    console.error(`Warning: whoever reaches ${values.host} over the network can use this emulator.`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await emulator.close();
      if (!values.json) console.log(`\nStopped after ${counted(emulator.requests.length, 'request')}.`);
    });
  }
  console.log(values.json ? JSON.stringify({ listening: emulator.url }) : welcome(emulator));
}

/** Loads what reads seeds only for a seed, for it takes longer than everything else at the start. */
async function seedOf(file: string): Promise<SeedPackage[]> {
  const { readSeed } = await import('./seed.ts');
  return readSeed(file);
}

function welcome({ url, apiKey, packages }: Emulator): string {
  const videos = packages.reduce((sum, each) => sum + each.videos.length, 0);
  const first = packages[0]?.packageId ?? 'PACKAGE';
  return `iinked Sign emulator is listening

  address   ${url}
  page      ${new URL('/', url)}
  api key   ${apiKey}
  holds     ${counted(packages.length, 'package')}, ${counted(videos, 'video')}

  try       curl -H 'api_key: ${apiKey}' ${url}/packages/${first}/videos
  stop      Ctrl+C
`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function line({ method, path, status }: ReceivedRequest, milliseconds: number): string {
  return `${status || '---'}  ${method.padEnd(4)}  ${path}  ${milliseconds.toFixed(0)} ms`;
}

function jsonLine({ operationId, method, path, body, status }: ReceivedRequest, milliseconds: number): string {
  return JSON.stringify({ time: new Date(), operationId, method, path, body, status, milliseconds });
}

function numberOf(what: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new RangeError(`The ${what} must be a whole number between ${least} and ${most}, but it is "${text}".`);
}

function problem(error: unknown): string {
  if (!(error instanceof Error)) return 'The emulator could not start.';
  if (error.name === 'SeedError' || error instanceof RangeError) return error.message;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is taken. Stop what listens there, or choose another with --port.';
  if (code === 'EACCES') return 'The port may not be used. Choose one above 1023 with --port.';
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) {
    const [what = ''] = error.message.split('. ');
    return `${what}. Run iinked-sign-emulator --help for the options.`;
  }
  return `The emulator could not start: ${error.message}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function version(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
