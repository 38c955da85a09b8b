import addFormats from 'ajv-formats';
import { type Context, OpenAPIBackend } from 'openapi-backend';
import { type Answer, errors } from './answers.ts';
import { contract, type OperationId, shortPaths } from './contract.ts';
import type { Files } from './files.ts';
import { type Assumptions, createOperations } from './operations.ts';
import type { State } from './state.ts';

/** The path under which the API is served. */
export const apiRoot = '/api/v1';

/** A request as it came over the network, its body parsed where it is JSON. */
export type ApiRequest = { method: string; path: string; headers: Record<string, string | string[]>; body: unknown };

/** The API without its network: routes, checks and carries out. */
export type Api = {
  /** Which operation a request is for. */
  operationOf: (request: ApiRequest) => OperationId | undefined;
  answer: (request: ApiRequest) => Promise<Answer>;
};

/** Serves the contract, from the contract, on a state. */
export async function createApi(state: State, files: Files, apiKey: string, assumptions: Assumptions): Promise<Api> {
  const backend = new OpenAPIBackend({
    definition: contract,
    apiRoot,
    quick: true,
    customizeAjv: (ajv) => addFormats.default(ajv),
    handlers: {
      ...createOperations(state, files, assumptions),
      notFound: ({ request }: Context) => errors.pathNotFound(`${request.method.toUpperCase()} ${request.path}`),
      validationFail: ({ validation }: Context) => errors.invalid(firstProblem(validation)),
      unauthorizedHandler: () => errors.wrongKey,
      postResponseHandler: ({ operation, response }: Context) => kept(operation?.operationId, response),
    },
    securityHandlers: { apiKey: ({ request }: Context) => request.headers.api_key === apiKey },
  });

  function kept(operationId: string | undefined, answer: Answer): Answer {
    if (operationId === undefined) return answer;
    const check = backend.validateResponse(answer.body, operationId, answer.status);
    return check.valid
      ? answer
      : errors.broken(`The emulator's own answer breaks the contract: ${firstProblem(check)}`);
  }

  await backend.init();
  return {
    operationOf: (request) => {
      const operationId = backend.matchOperation(routed(request))?.operationId;
      return isOperation(operationId) ? operationId : undefined;
    },
    answer: (request) => {
      const body = assumptions.emptyVideoId === 'deleteAll' ? withoutEmptyVideoId(request.body) : request.body;
      return backend.handleRequest(routed({ ...request, body }));
    },
  };
}

/** Puts a request to a short path on the path that it stands for; without a package the body is what gets refused. */
function routed(request: ApiRequest): ApiRequest {
  const path = shortPaths.get(request.path.slice(apiRoot.length));
  if (path === undefined || request.method !== 'POST') return request;
  const packageId = fieldOf(request.body, 'packageId');
  const segment = typeof packageId === 'string' && packageId !== '' ? encodeURIComponent(packageId) : '-';
  return { ...request, path: apiRoot + path.replace('{packageId}', () => segment) };
}

function withoutEmptyVideoId(body: unknown): unknown {
  const meetingVideoId = fieldOf(body, 'meetingVideoId');
  if (meetingVideoId !== null && meetingVideoId !== '') return body;
  return Object.fromEntries(Object.entries(Object(body)).filter(([name]) => name !== 'meetingVideoId'));
}

function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function isOperation(operationId: string | undefined): operationId is OperationId {
  return operationId !== undefined && ['listPackages', 'listVideos', 'deleteVideos'].includes(operationId);
}

function firstProblem({ errors = [] }: Context['validation']): string {
  const [problem] = errors ?? [];
  if (!problem) return 'The request is not valid.';
  const field = problem.instancePath.split('/').at(-1) || 'The request';
  return `${field} ${problem.message ?? 'is not valid'}.`;
}
