#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Emulator, type ReceivedRequest, startEmulator } from './emulator.ts';
import { readSeed, SeedError } from './seed.ts';

const help = `iinked-sign-emulator – a local stand-in for the iinked Sign API

Usage: iinked-sign-emulator [options]

  --port PORT      port to listen on (default 4010)
  --seed FILE      packages and videos to hold, as JSON or YAML (default: a small sample)
  --api-key KEY    key to accept (default emulator-key)
  --help           show this text
  --version        show the version

It keeps everything in memory, listens on this machine only, and ends with Ctrl+C.`;

main().catch((error: unknown) => {
  console.error(problem(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      seed: { type: 'string' },
      'api-key': { type: 'string' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(help);
  if (values.version) return console.log(version());
  const emulator = await startEmulator({
    port: portOf(values.port),
    apiKey: values['api-key'],
    packages: values.seed === undefined ? undefined : await readSeed(values.seed),
    onRequest: (request, milliseconds) => console.log(line(request, milliseconds)),
  });
  console.log(welcome(emulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await emulator.close();
      console.log(`\nStopped after ${counted(emulator.requests.length, 'request')}.`);
    });
  }
}

function welcome({ url, apiKey, packages }: Emulator): string {
  const videos = packages.reduce((sum, each) => sum + each.videos.length, 0);
  const first = packages[0]?.packageId ?? 'PACKAGE';
  return `iinked Sign emulator is listening

  address   ${url}
  api key   ${apiKey}
  holds     ${counted(packages.length, 'package')}, ${counted(videos, 'video')}

  try       curl -H 'api_key: ${apiKey}' ${url}/packages/${first}/videos
  stop      Ctrl+C
`;
}

function line({ method, path, status }: ReceivedRequest, milliseconds: number): string {
  return `${status || '---'}  ${method.padEnd(4)}  ${path}  ${milliseconds.toFixed(0)} ms`;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new RangeError(`The port must be a number between 0 and 65535, but it is "${text}".`);
}

function problem(error: unknown): string {
  if (!(error instanceof Error)) return 'The emulator could not start.';
  if (error instanceof SeedError || error instanceof RangeError) return error.message;
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
