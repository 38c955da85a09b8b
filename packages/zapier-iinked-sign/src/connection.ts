import { createHash } from 'node:crypto';
import { baseUrlOf, InvalidRequestError, type Server, type ServerName, servers } from 'iinked-sign';
import type { Bundle } from 'zapier-platform-core';

/** The fields of a connection, as a person filled them in. */
export type AuthData = Bundle['authData'];

/** The servers to choose from. */
export const serverChoices: Record<ServerName | 'custom', string> = {
  'sandbox-us': 'Sandbox (United States)',
  'sandbox-eu': 'Sandbox (European Union)',
  us: 'Production (United States)',
  ca: 'Production (Canada)',
  eu: 'Production (European Union)',
  custom: 'Private Instance',
};

/** The label of the field in which a person allows {@link assertDeleteAllAllowed Delete All Package Videos}. */
export const allowDeleteAllLabel = 'Allow Delete All Package Videos';

/** The label of the address of a private instance. */
export const addressLabel = 'Address of the Private Instance';

/**
 * Reads the server of a connection. A name and an address never stand in for each other: requests go where the label of the
 * connection says.
 *
 * @throws {InvalidRequestError} when there is no such server, or the address cannot be right.
 */
export function serverOf({ server = '', baseUrl = '' }: AuthData): Server {
  const address = baseUrl.trim();
  if (server === 'custom') return privateInstance(address);
  if (!isServerName(server)) {
    throw new InvalidRequestError('Server', `must be one of ${Object.values(serverChoices).join(', ')}`);
  }
  if (address !== '') {
    const advice = 'Clear this field, or choose Private Instance as the server';
    throw new InvalidRequestError(addressLabel, `is not used by ${serverChoices[server]}. ${advice}`);
  }
  return server;
}

/**
 * Labels a connection: its name, its server, a fingerprint of its key, and whether it may delete all videos of a package. Never
 * the key: the fingerprint only tells two of them apart.
 */
export function connectionLabel(authData: AuthData): string {
  const { apiKey = '', connectionName = '', server = '' } = authData;
  const serverLabel = isServerName(server) ? serverChoices[server] : `${serverChoices.custom} (${serverOf(authData)})`;
  const permission = mayDeleteAll(authData) ? 'Delete All allowed' : '';
  const key = `key ${createHash('sha256').update(apiKey.trim()).digest('hex').slice(0, 6)}`;
  return [connectionName.trim(), serverLabel, key, permission].filter((part) => part !== '').join(', ');
}

/**
 * Makes sure that a person has allowed Delete All Package Videos. The permission is part of the connection, where neither a
 * mapping nor an AI agent can set it.
 *
 * @throws {InvalidRequestError} when it is anything other than `yes`.
 */
export function assertDeleteAllAllowed(authData: AuthData): void {
  if (mayDeleteAll(authData)) return;
  throw new InvalidRequestError(
    'Delete All Package Videos',
    `is not allowed by this connection. To allow it, open App Connections in Zapier, reconnect this connection, and set ${allowDeleteAllLabel} to Yes`,
  );
}

function mayDeleteAll({ allowDeleteAll }: AuthData): boolean {
  return allowDeleteAll === 'yes';
}

function privateInstance(address: string): Server {
  if (!/^https?:\/\/[^\s\\]+$/i.test(address) || !URL.canParse(address)) {
    throw new InvalidRequestError(addressLabel, 'must be an address such as https://yourinstance.syngrafii.com/api/v1');
  }
  const server = baseUrlOf(address);
  if (!server.endsWith('/api/v1')) {
    throw new InvalidRequestError(addressLabel, `must end with /api/v1, as in ${new URL(server).origin}/api/v1`);
  }
  return server;
}

function isServerName(server: string): server is ServerName {
  return Object.hasOwn(servers, server);
}
