import { servers } from 'iinked-sign';
import type {
  IAuthenticateRuleBase,
  IAuthenticateRuleResponseSuccessBody,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { privateInstance, serverNames, withKey } from '../nodes/IinkedSign/shared/credential.ts';

const notTheApi = 'This is not the iinked Sign API. Check the Base URL: it ends with /api/v1.';
const elsewhere = `The server sent a redirect, which is never followed with a key. Check the Base URL: it ends with /api/v1.`;
const notNow = 'The API does not work at the moment. The credential may be right: try again later.';

// n8n shows these in place of what the status is called.
const statuses: Record<number, string> = {
  400: notTheApi,
  401: 'The API does not accept this key. Check that it is whole, and that it belongs to the chosen server.',
  403: 'The API does not let this key list packages. Check that it belongs to the chosen server, and its permissions.',
  404: notTheApi,
  405: notTheApi,
  429: 'The API received too many requests. The credential may be right: try again in a minute.',
  301: elsewhere,
  302: elsewhere,
  303: elsewhere,
  307: elsewhere,
  308: elsewhere,
  500: notNow,
  502: notNow,
  503: notNow,
  504: notNow,
};

const rules: IAuthenticateRuleResponseSuccessBody[] = [
  // Without `items` the response is not a list of packages.
  { type: 'responseSuccessBody', properties: { key: 'items', value: undefined, message: notTheApi } },
];
// n8n reads rules of both kinds from one array; its types know arrays of one kind only.
const rulesOfAnyKind: IAuthenticateRuleBase[] = rules;
for (const [status, message] of Object.entries(statuses)) {
  rulesOfAnyKind.push({ type: 'responseCode', properties: { value: Number(status), message } });
}

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
    rules,
  };
}
