import type { IncomingMessage } from 'node:http';
import { type ApiResponse, error } from './errors.ts';

/** Who may reach an emulator beside this machine's own programs. */
export type AccessOptions = {
  /** The address or name to listen on. */
  host: string;
  /** The address under which others reach it. */
  publicUrl: string | undefined;
  /** Origins whose web pages may call it. */
  allowOrigins: readonly string[];
};

/** Decides what a request may reach, by the headers that a browser sets and a page cannot. */
export type Access = {
  /** Refuses requests to a name that is not the emulator's. */
  refuseHost: (request: Addressed) => ApiResponse | undefined;
  /** Refuses requests of other origins' pages. */
  refuseOrigin: (request: Addressed) => ApiResponse | undefined;
  /** The headers that let a page of an allowed origin read the response. */
  corsHeaders: (incoming: IncomingMessage) => Record<string, string>;
  /** The origin for links: the public one, or the one that was called. */
  originFor: (request: Addressed) => string;
};

/** A request, and the host that it is for, where it names one as HTTP wants it. */
export type Addressed = { incoming: IncomingMessage; host: string | undefined };

/**
 * Sets up access.
 *
 * @throws {RangeError} when an option is not an address.
 */
export function createAccess({ host, publicUrl, allowOrigins }: AccessOptions): Access {
  const publicOrigin = publicUrl === undefined ? undefined : originOf(publicUrl, 'The public URL');
  const allowed = new Set(allowOrigins.map((origin) => originOf(origin, 'The allowed origin')));
  const names = new Set([host, ...(publicOrigin === undefined ? [] : [new URL(publicOrigin).hostname])].map(bare));
  const originFor = ({ host }: Addressed) => publicOrigin ?? `http://${host}`;
  const isAllowed = ({ headers: { origin } }: IncomingMessage) => origin !== undefined && allowed.has(origin);

  return {
    originFor,

    refuseHost({ incoming: { socket }, host }) {
      const name = hostName.exec(host ?? '')?.[1];
      if (name === undefined) return invalidHost;
      const wanted = bare(name);
      if (isLoopback(wanted) || names.has(wanted) || wanted === bare(socket.localAddress ?? '')) return undefined;
      return error(
        403,
        'emulator_host_not_allowed',
        `This emulator does not serve ${host}. Start it with --public-url http://${host} to allow it.`,
      );
    },

    refuseOrigin({ incoming, host }) {
      const { origin, 'sec-fetch-site': site = 'none' } = incoming.headers;
      if (isAllowed(incoming)) return undefined;
      const isOwn = origin === undefined || origin === originFor({ incoming, host }) || origin === `http://${host}`;
      if (isOwn && (site === 'none' || site === 'same-origin')) return undefined;
      const option = origin?.startsWith('http') ? `--allow-origin ${origin}` : '--allow-origin ORIGIN';
      return error(
        403,
        'emulator_origin_not_allowed',
        `This emulator does not serve web pages of other origins. Start it with ${option} to allow this one.`,
      );
    },

    corsHeaders(incoming) {
      if (!isAllowed(incoming)) return {};
      const { origin = '', 'access-control-request-headers': wanted = '' } = incoming.headers;
      const shared = { 'access-control-allow-origin': origin, vary: 'Origin' };
      if (incoming.method !== 'OPTIONS') return { ...shared, 'access-control-expose-headers': '*' };
      return {
        ...shared,
        'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
        'access-control-allow-headers': String(wanted),
        'access-control-allow-private-network': 'true',
      };
    },
  };
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The address that a program on this machine calls to reach a server that listens on a host.
 *
 * @throws {RangeError} when the host is no address and no name.
 */
export function reachableHost(host: string): string {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const bracketed = address.includes(':') ? `[${address}]` : address;
  if (/^[\w.:%-]+$/.test(host) && URL.canParse(`http://${bracketed}`)) return bracketed;
  throw new RangeError(`The host must be an address or a name to listen on, got ${JSON.stringify(host)}.`);
}

const hostName = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;
const invalidHost = error(400, 'request_invalid_host', 'The header Host is missing, there twice or not valid.');

/** A host name without brackets, in lower case; an IPv4 address that arrives as IPv6 as IPv4. */
function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .toLowerCase();
}

function originOf(address: string, what: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url.origin;
  throw new RangeError(`${what} must look like https://app.example.com, got ${JSON.stringify(address)}.`);
}
