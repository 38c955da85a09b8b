import { type Body, jsonOf } from './body.ts';
import { type Operation, operationsOfContract, responsePointer } from './contract.ts';
import { type ApiResponse, errors } from './errors.ts';
import { sentence } from './explain.ts';
import type { Aim, Fault } from './faults.ts';
import { decoded } from './files.ts';
import type { Assumptions, Operations } from './operations.ts';
import { type Outgoing, outgoing } from './respond.ts';
import { type Check, checkOf } from './schemas.ts';

/** The path under which the API is served. */
export const apiRoot = '/api/v1';

/** A request to the API. */
export type ApiRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  contentType: string | undefined;
  body: Body;
  /** Whether it has the key. */
  hasKey: boolean;
  /** The origin that was called, for links. */
  origin: string;
};

/** What a request is for, and what carries it out. */
export type Route = { aim: Aim; carryOut: (fault: Fault) => Outgoing };

/** The API without its network. */
export type Api = { route: (request: ApiRequest) => Route };

/** Serves the contract: it finds the operation, checks the request, carries it out, and checks the response. */
export function createApi(operations: Operations, { wrongKeyStatus }: Assumptions): Api {
  const wrongKey = wrongKeyStatus === 403 ? errors.forbiddenKey : errors.wrongKey;

  function respond(request: ApiRequest, operation: Operation): ApiResponse {
    if (!request.hasKey) return wrongKey;
    const [unknownQuery] = request.query.keys();
    if (unknownQuery !== undefined) return errors.unknownQuery(unknownQuery);
    const { origin } = request;
    const segment = packageSegment(operation, request.path);
    const packageId = segment === undefined ? undefined : decoded(segment);
    if (segment !== undefined && packageId === undefined) return errors.invalidPath;
    if (!operation.hasBody) return operations[operation.operationId]({ packageId, body: undefined, origin });
    const body = jsonOf(request.body, request.contentType);
    return 'refused' in body ? body.refused : operations[operation.operationId]({ packageId, body: body.json, origin });
  }

  return {
    /** Finds what a request is for. */
    route(request: ApiRequest): Route {
      const path = request.path.startsWith(`${apiRoot}/`) ? request.path.slice(apiRoot.length) : '';
      const here = operationsAt(path);
      const operation = here.find(({ method }) => method === request.method);
      if (operation) {
        return {
          aim: aimOf(operation, request),
          carryOut: () => checked(respond(request, operation), operation),
        };
      }
      const refused =
        here.length === 0
          ? errors.notFound(`${request.method} ${request.path} in the API`)
          : errors.methodNotAllowed(
              request.method,
              here.map(({ method }) => method),
            );
      return { aim: { target: undefined }, carryOut: () => outgoing(refused) };
    },
  };
}

/** A path as it stands comes before one with parameters: `/packages/list` is not the package `list`. */
function operationsAt(path: string): readonly Operation[] {
  const matching = operationsOfContract.filter((each) => each.path.test(path));
  const literal = matching.filter((each) => !each.path.exec(path)?.groups);
  return literal.length > 0 ? literal : matching;
}

function packageSegment({ path }: Operation, requested: string): string | undefined {
  return path.exec(requested.slice(apiRoot.length))?.groups?.packageId;
}

/** What a request names, as far as it can be read. */
function aimOf(operation: Operation, { path, body }: ApiRequest): Aim {
  const segment = packageSegment(operation, path);
  const fields = Object(body?.json);
  const named = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    target: operation.operationId,
    packageId: segment === undefined ? named(fields.packageId) : decoded(segment),
    meetingVideoId: named(fields.meetingVideoId),
  };
}

/** Checks the bytes that leave: what JSON makes of a response is what has to follow the contract. */
function checked(response: ApiResponse, operation: Operation): Outgoing {
  const written = outgoing(response);
  const check = checkFor(operation, response.status);
  if (!check) return outgoing(errors.brokenContract(`The contract has no response ${response.status}.`));
  if (check.accepts(JSON.parse(String(written.body)))) return written;
  const problem = sentence(check.problem(), 'the body');
  return outgoing(errors.brokenContract(`The emulator's own response breaks the contract: ${problem}`));
}

const checks = new Map<string, Check<unknown>>();

function checkFor(operation: Operation, status: number): Check<unknown> | undefined {
  const name = `${operation.operationId} ${status}`;
  const known = checks.get(name);
  if (known) return known;
  const pointer = responsePointer(operation, status);
  if (pointer === undefined) return undefined;
  const check = checkOf({ $ref: `contract#${pointer}` });
  checks.set(name, check);
  return check;
}
