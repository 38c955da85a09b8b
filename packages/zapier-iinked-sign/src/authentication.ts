import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { addressLabel, allowDeleteAllLabel, connectionLabel, serverChoices } from './connection.ts';
import { withZapierErrors } from './errors.ts';
import { clientFor } from './transport.ts';

/** A connection: an API key, its server, and what a person allows it. Connecting lists one package and changes nothing. */
export const authentication = {
  type: 'custom',
  fields: [
    {
      key: 'apiKey',
      label: 'API Key',
      type: 'password',
      required: true,
      helpText:
        'Create it in iinked Sign under *Settings > Integration > API Keys* of your server: [United States](https://sign.syngrafii.com/integration), [Canada](https://sign.syngrafii.ca/integration), [European Union](https://sign.syngrafii.eu/integration), [Sandbox (United States)](https://sandbox.syngrafii.com/integration) or [Sandbox (European Union)](https://sandbox.syngrafii.eu/integration).',
    },
    {
      key: 'server',
      label: 'Server',
      type: 'string',
      required: true,
      choices: serverChoices,
      helpText: 'Where your videos are. On a production server, real recordings are deleted.',
    },
    {
      key: 'baseUrl',
      label: addressLabel,
      type: 'string',
      required: false,
      placeholder: 'https://yourinstance.syngrafii.com/api/v1',
      helpText:
        'Only for a private instance: the address of its API. It begins with `https://` and ends with `/api/v1`, as in `https://yourinstance.syngrafii.com/api/v1`. Leave it empty for every other server.',
    },
    {
      key: 'connectionName',
      label: 'Name of This Connection',
      type: 'string',
      required: false,
      helpText: 'Distinguishes several connections to the same server. It becomes part of the label.',
    },
    {
      key: 'allowDeleteAll',
      label: allowDeleteAllLabel,
      type: 'string',
      required: false,
      choices: { no: 'No', yes: 'Yes' },
      default: 'no',
      helpText:
        'Choose *Yes* only if Zaps and AI agents that use this connection may permanently delete **every video of a package** in one step. *Delete Video* does not need it.',
    },
  ],
  test: (z: ZObject, { authData }: Bundle) =>
    withZapierErrors(z, 'connect', async () => {
      await clientFor(z, authData).packages.list({ take: 1, skip: 0 });
      return { label: connectionLabel(authData) };
    }),
  connectionLabel: '{{label}}',
} satisfies Authentication;
