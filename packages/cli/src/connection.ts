import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  baseUrlOf,
  type Client,
  type ClientOptions,
  createClient,
  type Limits,
  type Server,
  servers,
} from 'iinked-sign';
import type { SealKeyHolder } from 'iinked-sign/retention';
import { CommandError } from './errors/CommandError.ts';
import type { Terminal } from './terminal.ts';

/** Where a command may find its server, the first that is given. */
export type Given = {
  /** From `--server`, or from a plan. */
  server?: string | undefined;
  policy?: { server?: string | undefined } | undefined;
};

/**
 * A client for the server that is given, with the key of the environment.
 *
 * @throws {CommandError} when no server or no key is given.
 * @throws {InvalidRequestError} when one cannot be right.
 */
export async function clientFor(
  terminal: Terminal,
  given: Given,
  options: Limits & Pick<ClientOptions, 'onAttempt'> = {},
): Promise<Client> {
  const server = serverOf(terminal, given);
  const apiKey = await secretOf(terminal, 'IINKED_SIGN_API_KEY');
  if (apiKey === undefined) throw noKey();
  return createClient({ ...options, apiKey, server });
}

/**
 * The key of the environment, else the one that a person types, which is not shown.
 *
 * @throws {CommandError} when there is none.
 */
export async function apiKeyOrAsk(terminal: Terminal): Promise<string> {
  const apiKey = await secretOf(terminal, 'IINKED_SIGN_API_KEY');
  if (apiKey !== undefined) return apiKey;
  const typed = terminal.interactive ? await terminal.askSecret('API key (it is not shown)') : '';
  if (typed === '') throw noKey();
  return typed;
}

function noKey(): CommandError {
  return new CommandError(
    'There is no API key. Set IINKED_SIGN_API_KEY, or IINKED_SIGN_API_KEY_FILE to the name of a file with it.',
  );
}

/** The seal key of the environment, where there is one. */
export function sealKeyOf(terminal: Terminal): Promise<string | undefined> {
  return secretOf(terminal, 'IINKED_SIGN_SEAL_KEY');
}

/** What can seal and verify documents of a server without a request: the seal key, else the API key, else nothing. */
export async function sealerFor(terminal: Terminal, server: string): Promise<SealKeyHolder | undefined> {
  const sealKey = await sealKeyOf(terminal);
  if (sealKey !== undefined) return { sealKey };
  const apiKey = await secretOf(terminal, 'IINKED_SIGN_API_KEY');
  return apiKey === undefined ? undefined : createClient({ apiKey, server: baseUrlOf(server) });
}

/**
 * The server to call. There is no default: a deletion must say where it happens.
 *
 * @throws {CommandError} when none is given.
 */
export function serverOf({ env }: Terminal, { server, policy }: Given): Server {
  const name = server ?? policy?.server ?? env.IINKED_SIGN_SERVER;
  if (name) return baseUrlOf(name);
  throw new CommandError(
    `No server is given. Use --server, set "server" in retention.json, or set IINKED_SIGN_SERVER to one of ` +
      `${Object.keys(servers).join(', ')}, or to the address of a private instance.`,
  );
}

/** A secret of the environment, or of a file that the environment names. It is never an option: others can read those. */
async function secretOf({ env, cwd }: Terminal, name: string): Promise<string | undefined> {
  const value = env[name];
  if (value) return value;
  const file = env[`${name}_FILE`];
  if (!file) return undefined;
  try {
    return (await readFile(resolve(cwd, file), 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    throw new CommandError(`Cannot read the file that ${name}_FILE names: ${reasonOf(error)}. Nothing was sent.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
