import { servers } from 'iinked-sign';
import type {
  IAuthenticateGeneric,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  INodeProperties,
} from 'n8n-workflow';

/** An API key and the server that it belongs to. */
export class IinkedSignApi implements ICredentialType {
  name = 'iinkedSignApi';

  displayName = 'Iinked Sign API';

  icon: Icon = {
    light: 'file:../nodes/IinkedSign/iinkedSign.svg',
    dark: 'file:../nodes/IinkedSign/iinkedSign.dark.svg',
  };

  documentationUrl = 'https://docs.iinkedsign.com/v4/authentication';

  properties: INodeProperties[] = [
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
      description: 'From Settings > Integration > API Keys of the server that is chosen below',
    },
    {
      displayName: 'Server',
      name: 'server',
      type: 'options',
      options: [
        { name: 'Private Instance', value: 'custom' },
        { name: 'Production (Canada)', value: 'ca' },
        { name: 'Production (European Union)', value: 'eu' },
        { name: 'Production (United States)', value: 'us' },
        { name: 'Sandbox (European Union)', value: 'sandbox-eu' },
        { name: 'Sandbox (United States)', value: 'sandbox-us' },
      ],
      // Who forgets to choose reaches no real recording.
      default: 'sandbox-us',
      description: 'Where the videos are. A key belongs to one server.',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. https://yourinstance.syngrafii.com/api/v1',
      description: 'Address of the API of the private instance, beginning with https://',
      displayOptions: { show: { server: ['custom'] } },
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { api_key: '={{$credentials.apiKey}}' } },
  };

  // It lists one package and changes nothing. Any other status than a success counts as a failure, a redirect included.
  test: ICredentialTestRequest = {
    request: {
      method: 'POST',
      baseURL: `={{ (${JSON.stringify(servers)})[$credentials.server] ?? $credentials.baseUrl }}`,
      url: '/packages/list',
      body: { take: 1, skip: 0 },
      disableFollowRedirect: true,
    },
    rules: [
      {
        type: 'responseSuccessBody',
        // Without `items` it is no list of packages: the address leads to something else than the API.
        properties: { key: 'items', value: undefined, message: 'This is not the iinked Sign API. Check the Base URL.' },
      },
    ],
  };
}
