import { InvalidRequestError } from './errors/InvalidRequestError.ts';
import { must } from './fields.ts';

/**
 * The public servers by name, with the base address of each.
 *
 * @see https://docs.iinkedsign.com/v4/authentication
 */
export const servers = {
  'sandbox-us': 'https://sandbox.syngrafii.com/api/v1',
  'sandbox-eu': 'https://sandbox.syngrafii.eu/api/v1',
  us: 'https://sign.syngrafii.com/api/v1',
  ca: 'https://sign.syngrafii.ca/api/v1',
  eu: 'https://sign.syngrafii.eu/api/v1',
} as const;

/** The name of a public server. */
export type ServerName = keyof typeof servers;

/**
 * A public server by name, or the base address of a private instance, such as `https://sign.example.com/api/v1`. A string
 * from the environment becomes one with {@link baseUrlOf}.
 */
export type Server = ServerName | `https://${string}` | `http://${string}`;

const wanted = `one of ${Object.keys(servers).join(', ')}, or an address that begins with https://`;

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Checks where requests are to go.
 *
 * @param server The name of a public server, or a base address: `https:`, or `http:` on the machine itself; without user
 *   name, query or fragment.
 * @returns The base address, without a slash at its end.
 * @throws {InvalidRequestError} when it is neither.
 * @example
 * ```ts
 * const server = baseUrlOf(process.env.IINKED_SIGN_SERVER); // 'https://sandbox.syngrafii.com/api/v1' for sandbox-us
 * ```
 */
export function baseUrlOf(server: unknown): Server {
  must(typeof server === 'string', 'server', wanted, server);
  if (isServerName(server)) return servers[server];
  const url = parse(server);
  if (url.username || url.password) throw new InvalidRequestError('server', 'must not contain a user name or password');
  if (/[?#]/.test(server)) throw new InvalidRequestError('server', 'must not have a query or a fragment');
  const rest = withoutSlashes(`${url.host}${url.pathname}`);
  if (url.protocol === 'https:') return `https://${rest}`;
  if (url.protocol === 'http:' && loopback.test(url.hostname)) return `http://${rest}`;
  throw new InvalidRequestError('server', 'must begin with https:// (http:// is for an emulator on this machine)');
}

function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

function isServerName(server: string): server is ServerName {
  return Object.hasOwn(servers, server);
}

function parse(server: string): URL {
  // The URL parser drops tabs and line breaks, and takes a backslash for a slash: the text would not be what it seems.
  const url = /[\s\\]/.test(server) ? undefined : urlOf(server);
  if (url) return url;
  throw new InvalidRequestError('server', `must be ${wanted}`);
}

/** An address, where the text is one. Without `URL.canParse`, which older versions of jsdom do not have. */
export function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
