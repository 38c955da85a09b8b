import type { servers } from 'iinked-sign';
import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { inZapiersTerms } from './errors.ts';
import { addressOf, connect } from './transport.ts';

const serverNames: Record<keyof typeof servers | 'custom', string> = {
  us: 'Live, United States',
  ca: 'Live, Canada',
  eu: 'Live, European Union',
  'sandbox-us': 'Sandbox, United States',
  'sandbox-eu': 'Sandbox, European Union',
  custom: 'Private instance',
};

/** An API key, and the server that it belongs to. Connecting lists one package, which changes nothing. */
export const authentication = {
  type: 'custom',
  fields: [
    {
      key: 'apiKey',
      label: 'API Key',
      type: 'password',
      required: true,
      helpText: 'From *Settings > Integration > API Keys* in iinked Sign. A key belongs to one server.',
    },
    {
      key: 'server',
      label: 'Server',
      type: 'string',
      required: true,
      choices: serverNames,
      helpText: 'Where your videos are.',
    },
    {
      key: 'baseUrl',
      label: 'Address of the Private Instance',
      type: 'string',
      required: false,
      placeholder: 'https://yourinstance.syngrafii.com/api/v1',
      helpText: 'Only for a private instance: the address of its API, which begins with https://',
    },
  ],
  test: (z: ZObject, { authData }: Bundle) =>
    inZapiersTerms(z, async () => {
      await connect(z, authData).packages.list({ take: 1, skip: 0 });
      return { account: nameOf(authData) };
    }),
  connectionLabel: '{{account}}',
} satisfies Authentication;

// What people read beside their connections: live or sandbox at a glance, and never the key.
function nameOf(authData: Bundle['authData']): string {
  const name = Object.entries(serverNames).find(([server]) => server === authData.server)?.[1] ?? 'Unknown server';
  return authData.server === 'custom' ? `${name}, ${addressOf(authData) ?? 'no address'}` : name;
}
