import {
  baseUrlOf,
  type Client,
  createClientOn,
  InvalidRequestError,
  type Platform,
  type Server,
  type ServerName,
  servers,
} from 'iinked-sign';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { unusableValue } from './unusableValue.ts';

/** The public servers by the names that people see. */
export const serverNames: Record<ServerName, string> = {
  us: 'Production, United States',
  ca: 'Production, Canada',
  eu: 'Production, European Union',
  'sandbox-us': 'Sandbox, United States',
  'sandbox-eu': 'Sandbox, European Union',
};

/** The choice in the credential for a server with an address of its own. */
export const privateInstance = 'custom';

/** A client, and its server: the name that people see, or the address of a private instance. */
export type Connection = { client: Client; server: string };

/**
 * Makes a client of a credential. White space around the key and the address does not count.
 *
 * @throws {InvalidRequestError} when the key or the server cannot be right.
 */
export function connectionOf(credential: ICredentialDataDecryptedObject, platform: Platform): Connection {
  const server = serverOf(credential);
  const client = createClientOn(platform, { apiKey: keyOf(credential), server });
  return { client, server: isName(server) ? serverNames[server] : server };
}

// n8n would send the key along, as it does for its HTTP Request node. That one uses n8n's older request helper, which has other
// names for it.
const noRedirects = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false, maxRedirects: 0 };

/**
 * Adds the key to a request, and forbids it to follow redirects, for n8n's test of a credential and for every node that uses one.
 *
 * @throws {Error} when our node would not use the credential, or the request goes to another server.
 */
export function withKey(credential: ICredentialDataDecryptedObject, request: IHttpRequestOptions): IHttpRequestOptions {
  const baseUrl = checkedBaseUrl(credential);
  if (urlOf(request)?.href.startsWith(`${baseUrl}/`)) {
    return { ...request, ...noRedirects, headers: { ...request.headers, api_key: keyOf(credential) } };
  }
  throw new Error('The request does not go to the server of the credential. Nothing was sent.');
}

// To make a client checks key and server, so what the node refuses is refused everywhere.
function checkedBaseUrl(credential: ICredentialDataDecryptedObject): string {
  try {
    connectionOf(credential, { send: () => Promise.reject(new Error()), wait: () => Promise.resolve() });
    return baseUrlOf(serverOf(credential));
  } catch (error) {
    throw inWordsOfTheScreen(error);
  }
}

function inWordsOfTheScreen(error: unknown): unknown {
  return error instanceof InvalidRequestError ? new Error(unusableValue(error).message) : error;
}

function keyOf({ apiKey }: ICredentialDataDecryptedObject): string {
  return trimmed(apiKey);
}

// A name is not an address: the screen would show another server than the one that is called.
function serverOf({ server, baseUrl }: ICredentialDataDecryptedObject): Server {
  const [choice, address] = [trimmed(server), trimmed(baseUrl)];
  if (isName(choice)) return choice;
  if (choice !== privateInstance) throw new InvalidRequestError('server', 'must be one of the servers in the list');
  if (isName(address)) throw new InvalidRequestError('server', 'must be an address that begins with https://');
  return baseUrlOf(address);
}

function isName(server: string): server is ServerName {
  return Object.hasOwn(servers, server);
}

function trimmed(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

const absolute = /^([a-z][a-z\d+.-]*:)?\/\//i;

// n8n's HTTP Request node says `uri`.
function urlOf({ baseURL = '', url, ...more }: IHttpRequestOptions): URL | undefined {
  const asked = 'uri' in more ? `${more.uri}` : url;
  const address = absolute.test(asked) ? asked : `${baseURL}${asked}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}
