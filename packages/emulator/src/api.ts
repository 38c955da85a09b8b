import addFormats from 'ajv-formats';
import { OpenAPIBackend, type Operation, type ValidationResult } from 'openapi-backend';
import { type Answer, errors } from './answers.ts';
import { contract, type OperationId, operationIds, shortPaths } from './contract.ts';
import type { Files } from './files.ts';
import { type Assumptions, createOperations } from './operations.ts';
import type { State } from './state.ts';

/** The path under which the API is served. */
export const apiRoot = '/api/v1';

/** A request as it came over the network, its body parsed where it is JSON. */
export type ApiRequest = { method: string; path: string; headers: Record<string, string | string[]>; body: unknown };

/** What a request is for, and what answers it. */
export type Route = { operationId: OperationId | undefined; answer: () => Answer };

/** The API without its network: routes, checks and carries out. */
export type Api = {
  /** Finds what a request is for. */
  route: (request: ApiRequest) => Route;
};

/** Serves the contract, from the contract, on a state. */
export async function createApi(state: State, files: Files, apiKey: string, assumptions: Assumptions): Promise<Api> {
  const backend = new OpenAPIBackend({
    definition: contract,
    apiRoot,
    quick: true,
    customizeAjv: (ajv) => addFormats.default(ajv),
  });
  await backend.init();
  const { router, validator } = backend;
  // The library gathers the operations anew several times per request.
  const known = router.getOperations();
  router.getOperations = () => known;
  const operations = createOperations(state, files, assumptions);

  function kept(answer: Answer, operation: Operation): Answer {
    const check = validator.validateResponse(answer.body, operation, answer.status);
    return check.valid
      ? answer
      : errors.broken(`The emulator's own answer breaks the contract: ${firstProblem(check)}`);
  }

  return {
    route(request) {
      const body = assumptions.emptyVideoId === 'deleteAll' ? withoutEmptyVideoId(request.body) : request.body;
      const asked = routed({ ...request, body });
      const operation = router.matchOperation(asked);
      const operationId = operation?.operationId;
      if (!operation || !isOperation(operationId)) {
        const notFound = errors.pathNotFound(`${request.method} ${request.path}`);
        return { operationId: undefined, answer: () => notFound };
      }
      const answer = (): Answer => {
        if (request.headers.api_key !== apiKey) return errors.wrongKey;
        const check = validator.validateRequest(asked, operation);
        if (!check.valid) return errors.invalid(firstProblem(check));
        const { params, requestBody } = router.parseRequest(asked, operation);
        return operations[operationId]({ packageId: String(params.packageId), body: requestBody });
      };
      return { operationId, answer: () => kept(answer(), operation) };
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
  return operationId !== undefined && operationIds.includes(operationId);
}

function firstProblem({ errors }: ValidationResult): string {
  const [problem] = errors ?? [];
  if (!problem) return 'The request is not valid.';
  const field = problem.instancePath.split('/').at(-1) || 'The request';
  return `${field} ${problem.message ?? 'is not valid'}.`;
}
