import type { Access } from './access.ts';
import { apiRoot } from './api.ts';
import type { Call, CallsOfWorld } from './calls.ts';
import { controlRoot } from './control.ts';
import { type ApiResponse, errors } from './errors.ts';
import { filesRoot } from './files.ts';
import { page, pagePolicy } from './page.ts';
import { outgoing, write } from './respond.ts';
import type { Exchange } from './server.ts';
import type { OwnWorld } from './world.ts';
import type { Worlds } from './worlds.ts';

/** Where requests go. */
export type Destinations = {
  access: Access;
  worlds: Worlds;
  /** The API and the files of videos. */
  call: (world: CallsOfWorld, call: Call) => Promise<void>;
  control: (exchange: Exchange) => Promise<void>;
};

const pageMethods = ['GET', 'HEAD'];

/** Sends each request where its path leads: the page, the controls, the files of videos or the API. */
export function createHandler({ access, worlds, call, control }: Destinations) {
  /** A probe of HTTP/1.0 names no host. A browser always does. */
  function refuseHost(exchange: Exchange): ApiResponse | undefined {
    const { incoming, host, path } = exchange;
    const isProbe = incoming.httpVersion === '1.0' && host === undefined && path === `${controlRoot}health`;
    return isProbe ? undefined : access.refuseHost(exchange);
  }

  /** Pages of other origins may link to the page and to files. They reach neither the API nor the controls. */
  function refusalOf(exchange: Exchange): ApiResponse | undefined {
    const { path } = exchange;
    const mayBeLinked = path === '/' || path.startsWith(filesRoot);
    return refuseHost(exchange) ?? (mayBeLinked ? undefined : access.refuseOrigin(exchange));
  }

  /** Calls with a wrong key, and links that no world gave, are the first world's. */
  function called(exchange: Exchange, refused: ApiResponse | undefined): Promise<void> {
    const { incoming, path, query } = exchange;
    const isFile = path.startsWith(filesRoot);
    // A request that is refused begins no world.
    const found = refused ? undefined : isFile ? linked(query) : worlds.byKey(incoming.headers.api_key);
    const isFull = found === 'full';
    const own = isFull ? worlds.first : (found ?? worlds.first);
    return call(own.calls, {
      exchange: dated(exchange, own),
      origin: access.originFor(exchange),
      hasKey: found !== undefined,
      refused: isFull ? errors.tooManyWorlds : refused,
    });
  }

  /** The world of a link, which has begun when it gave the link. */
  function linked(query: URLSearchParams): OwnWorld | undefined {
    return worlds.begun(query.get('world') ?? '');
  }

  return async (exchange: Exchange): Promise<void> => {
    const { response, method, path, headers } = exchange;
    const refused = refusalOf(exchange);
    const respond = (result: ApiResponse) => write(response, outgoing(result), headers);
    if (!refused && isPreflight(exchange)) return respond({ status: 204, body: undefined });
    if (path === '/') {
      if (refused) return respond(refused);
      if (!pageMethods.includes(method)) return respond(errors.methodNotAllowed(method, pageMethods));
      return write(response, page, { ...headers, ...pagePolicy });
    }
    if (isCall(path)) return called(exchange, refused);
    if (refused) return respond(refused);
    if (!path.startsWith(controlRoot)) {
      return respond(errors.notFound(`${method} ${path} here. The API is under ${apiRoot}`));
    }
    return control(exchange);
  };
}

/** An exchange whose response has the date of a world. */
function dated(exchange: Exchange, { world }: OwnWorld): Exchange {
  return { ...exchange, headers: { ...exchange.headers, date: world.clock.now().toUTCString() } };
}

/** Nothing else takes faults, and nothing else is recorded. */
function isCall(path: string): boolean {
  return path === apiRoot || path.startsWith(`${apiRoot}/`) || path.startsWith(filesRoot);
}

function isPreflight({ method, headers }: Exchange): boolean {
  return method === 'OPTIONS' && 'access-control-allow-origin' in headers;
}
