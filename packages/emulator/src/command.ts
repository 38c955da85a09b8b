#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isLoopback } from './access.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { OptionError } from './options.ts';
import type { ReceivedRequest } from './requests.ts';
import { SeedError } from './seed.ts';
import { readSeed } from './seedFile.ts';

const help = `iinked-sign-emulator – a local stand-in for the iinked Sign API

Usage: iinked-sign-emulator [options]

  --port PORT          port to listen on (default 4010)
  --host ADDRESS       address to listen on (default 127.0.0.1, which only this machine can reach)
  --public-url URL     address by which other containers or machines reach it
  --allow-origin URL   origin whose web pages may call it; can be given several times
  --seed FILE          packages and videos to hold, as JSON or YAML; - reads standard input (default: a small sample)
  --api-key KEY        key to accept (default emulator-key); KEY:NAME reaches a world of its own
  --rate-limit N       respond 429 to more than N requests in a second
  --chaos NUMBER       let one request in four fail, in the same order for the same number
  --deterministic      start the clock at the same moment each time
  --json               log requests as JSON
  -h, --help           show this text
  --version            show the version

Where the documentation of the API is silent:

  --again              respond to the deletion of a deleted video with that video, not with 404
  --empty-is-all       let an empty meetingVideoId delete every video, as the real API may
  --protect-retention  reject the deletion of videos whose retention, or that of their package, has not expired
  --hide-deleted       leave deleted videos out of the list
  --wrong-key-403      respond to a wrong key with 403, not with 401
  --member ID          treat the key as this member's: packages of others are listed with allMembers only

It keeps everything in memory, and ends with Ctrl+C.`;

// As many as somebody may want to look back on.
const maxRequests = 1000;

const print = printerTo(process.stdout);
const printError = printerTo(process.stderr);

main().catch((error: unknown) => {
  printError(problem(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
      'public-url': { type: 'string' },
      'allow-origin': { type: 'string', multiple: true },
      seed: { type: 'string' },
      'api-key': { type: 'string' },
      'rate-limit': { type: 'string' },
      chaos: { type: 'string' },
      deterministic: { type: 'boolean' },
      json: { type: 'boolean' },
      again: { type: 'boolean' },
      'empty-is-all': { type: 'boolean' },
      'protect-retention': { type: 'boolean' },
      'hide-deleted': { type: 'boolean' },
      'wrong-key-403': { type: 'boolean' },
      member: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
  if (values.help) return print(help);
  if (values.version) return print(version());
  let count = 0;
  const emulator = await startEmulator({
    port: numberOf('port', values.port, 0, 65_535),
    host: values.host,
    publicUrl: values['public-url'],
    allowOrigins: values['allow-origin'],
    apiKey: values['api-key'],
    packages: values.seed === undefined ? undefined : await readSeed(values.seed),
    rateLimit: values['rate-limit'] === undefined ? undefined : numberOf('rate limit', values['rate-limit'], 1),
    chaos: values.chaos === undefined ? undefined : numberOf('number for chaos', values.chaos, 0),
    deterministic: values.deterministic,
    deletedAgain: values.again ? 'again' : undefined,
    emptyVideoId: values['empty-is-all'] ? 'deleteAll' : undefined,
    underRetention: values['protect-retention'] ? 'refuse' : undefined,
    deletedVideos: values['hide-deleted'] ? 'hidden' : undefined,
    wrongKeyStatus: values['wrong-key-403'] ? 403 : undefined,
    memberId: values.member,
    maxRequests,
    onRequest(request, milliseconds) {
      count += 1;
      print((values.json ? jsonLine : line)(request, milliseconds));
    },
  });
  if (!isLoopback(values.host)) {
    printError(`Warning: everyone who reaches ${values.host} over the network can use this emulator.`);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await emulator.close();
      if (!values.json) print(`\nStopped after ${counted(count, 'request')}.`);
    });
  }
  print(values.json ? JSON.stringify({ listening: emulator.url }) : welcome(emulator, values['public-url']));
}

/** Prints lines until the reader goes away, as in `| head -1`. Then it prints nothing, and the emulator runs on. */
function printerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let isOpen = true;
  stream.on('error', () => {
    isOpen = false;
  });
  return (text) => void (isOpen && stream.write(`${text}\n`));
}

function welcome({ url, apiKey, packages }: Emulator, publicUrl: string | undefined): string {
  const videos = packages.reduce((sum, each) => sum + each.videos.length, 0);
  const first = packages[0]?.packageId ?? 'PACKAGE';
  const others = publicUrl === undefined ? '' : `\n  others    ${new URL(new URL(url).pathname, publicUrl)}`;
  return `iinked Sign emulator is listening

  address   ${url}${others}
  page      ${new URL('/', url)}
  api key   ${apiKey}
  holds     ${counted(packages.length, 'package')}, ${counted(videos, 'video')}

  try       curl -H 'api_key: ${apiKey}' ${url}/packages/${first}/videos
  stop      Ctrl+C
`;
}

function line({ method, path, status, world }: ReceivedRequest, milliseconds: number): string {
  const of = world === undefined ? '' : `  ${world}`;
  return `${status || '---'}  ${method.padEnd(4)}  ${path}  ${milliseconds.toFixed(0)} ms${of}`;
}

function jsonLine({ operationId, world, method, path, body, status }: ReceivedRequest, milliseconds: number): string {
  return JSON.stringify({ time: new Date(), world, operationId, method, path, body, status, milliseconds });
}

function numberOf(what: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new RangeError(`The ${what} must be a whole number between ${least} and ${most}, got "${text}".`);
}

/** How the command calls what can be wrong with an option of a program. */
const flags: Record<string, string> = { apiKey: '--api-key', memberId: '--member' };

function problem(error: unknown): string {
  if (!(error instanceof Error)) return 'The emulator could not start.';
  if (error instanceof SeedError || error instanceof RangeError) return error.message;
  if (error instanceof OptionError) return `${flags[String(error.problem.path[0])]} ${error.problem.message}.`;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is in use. Stop the program using it, or choose another with --port.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return 'The host is not an address of this machine. Choose another with --host.';
  }
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
