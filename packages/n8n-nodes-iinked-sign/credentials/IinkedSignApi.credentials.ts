import { servers } from 'iinked-sign';
import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { privateInstance, serverNames, withKey } from '../nodes/IinkedSign/shared/credential.ts';

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
        { name: 'Private Instance', value: privateInstance },
        { name: serverNames.ca, value: 'ca' },
        { name: serverNames.eu, value: 'eu' },
        { name: serverNames.us, value: 'us' },
        { name: serverNames['sandbox-eu'], value: 'sandbox-eu' },
        { name: serverNames['sandbox-us'], value: 'sandbox-us' },
      ],
      // A new credential reaches no real recordings.
      default: 'sandbox-us',
      description: 'Where the videos are. A key belongs to one server.',
    },
    {
      displayName:
        'With this server, workflows delete real recordings for good. n8n may select this credential in a new node by itself: give it a name that says so, such as “iinked Sign PRODUCTION”, and look at <code>server</code> in the output of Delete and Delete All.',
      name: 'productionNotice',
      type: 'notice',
      default: '',
      displayOptions: { show: { server: ['us', 'ca', 'eu', privateInstance] } },
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. https://yourinstance.syngrafii.com/api/v1',
      description: 'Address of the API of the private instance, beginning with https://',
      displayOptions: { show: { server: [privateInstance] } },
    },
  ];

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    request: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    return withKey(credentials, request);
  }

  // It lists one package and changes nothing. Any status but 2xx counts as a failure, a redirect included.
  test: ICredentialTestRequest = {
    request: {
      method: 'POST',
      baseURL: `={{ (${JSON.stringify(servers)})[$credentials.server] ?? $credentials.baseUrl.trim().replace(/\\/+$/, '') }}`,
      url: '/packages/list',
      body: { take: 1, skip: 0 },
      disableFollowRedirect: true,
    },
    rules: [
      {
        type: 'responseSuccessBody',
        // Without `items` the response is not a list of packages.
        properties: { key: 'items', value: undefined, message: 'This is not the iinked Sign API. Check the Base URL.' },
      },
    ],
  };
}
