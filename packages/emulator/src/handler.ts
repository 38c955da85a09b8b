import type { Access } from './access.ts';
import { jsonOf, readBody } from './body.ts';
import { controlMethods, controlRoot } from './control.ts';
import { type ApiResponse, errors } from './errors.ts';
import { filesRoot } from './files.ts';
import type { Live } from './live.ts';
import { page, pagePolicy } from './page.ts';
import { outgoing, safeHeaders, write } from './respond.ts';
import type { Exchange } from './server.ts';

/** Where requests go. */
export type Destinations = {
  access: Access;
  /** The API and the files of videos. */
  call: (exchange: Exchange, origin: string, refused: ApiResponse | undefined) => Promise<void>;
  control: (name: string, body: unknown) => ApiResponse;
  live: Live;
};

const pageMethods = ['GET', 'HEAD'];

/** Sends each request where its path leads: the page, the controls, the files of videos or the API. */
export function createHandler({ access, call, control, live }: Destinations) {
  /** Pages of other origins may link to the page and to files. They reach neither the API nor the controls. */
  function refusalOf({ incoming, path }: Exchange): ApiResponse | undefined {
    const mayBeLinked = path === '/' || path.startsWith(filesRoot);
    return access.refuseHost(incoming) ?? (mayBeLinked ? undefined : access.refuseOrigin(incoming));
  }

  async function controlled({ incoming, method, path }: Exchange): Promise<ApiResponse> {
    const name = path.slice(controlRoot.length);
    const methods = controlMethods.get(name);
    if (!methods) return errors.notFound(path);
    if (!methods.includes(method)) return errors.methodNotAllowed(method, methods);
    if (method !== 'POST') return control(name, undefined);
    const body = await readBody(incoming);
    if (body === 'tooLarge') return errors.bodyTooLarge;
    const isComplete = body !== undefined || name !== 'reset';
    const read = jsonOf(isComplete ? body : { json: {} }, incoming.headers['content-type']);
    return 'refused' in read ? read.refused : control(name, read.json);
  }

  return async (exchange: Exchange): Promise<void> => {
    const { incoming, response, method, path, headers } = exchange;
    const refused = refusalOf(exchange);
    const respond = (answer: ApiResponse) => write(response, outgoing(answer), headers);
    if (!refused && isPreflight(exchange)) return respond({ status: 204, body: undefined });
    if (path === '/') {
      if (refused) return respond(refused);
      if (!pageMethods.includes(method)) return respond(errors.methodNotAllowed(method, pageMethods));
      return write(response, page, { ...headers, ...pagePolicy });
    }
    if (!path.startsWith(controlRoot)) return call(exchange, access.originFor(incoming), refused);
    if (!refused && method === 'GET' && path === `${controlRoot}events`) {
      return live.stream(response, { ...safeHeaders, ...headers });
    }
    return respond(refused ?? (await controlled(exchange)));
  };
}

function isPreflight({ method, headers }: Exchange): boolean {
  return method === 'OPTIONS' && 'access-control-allow-origin' in headers;
}
