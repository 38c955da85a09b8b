import type { Access } from './access.ts';
import { jsonOf, readBody } from './body.ts';
import { type Control, controls } from './controls.ts';
import { type ApiResponse, errors } from './errors.ts';
import { outgoing, safeHeaders, write } from './respond.ts';
import type { Exchange } from './server.ts';
import type { OwnWorld } from './world.ts';
import type { Worlds } from './worlds.ts';

/** The path under which an emulator is controlled. */
export const controlRoot = '/_emulator/';

/** Finds the control that a request is for and its world, and carries it out. */
export function createControl(worlds: Worlds, access: Access) {
  /** The world of the header `api_key`, else of the query, else the first. */
  function worldOf({ incoming, query }: Exchange): OwnWorld | ApiResponse {
    const key = incoming.headers.api_key;
    const name = query.get('world');
    const found = key !== undefined ? worlds.byKey(key) : name !== null ? worlds.named(name) : worlds.first;
    if (found === 'full') return errors.tooManyWorlds;
    return found ?? (key !== undefined ? errors.wrongKey : errors.invalidWorld);
  }

  return async (exchange: Exchange): Promise<void> => {
    const { response, method, query, headers } = exchange;
    const respond = (result: ApiResponse) => write(response, outgoing(result), headers);
    const name = nameOf(exchange);
    const control = controls.get(name);
    if (!control) return respond(errors.notFound(`control ${JSON.stringify(name)}`));
    const carryOut = control.methods[method === 'HEAD' ? 'GET' : method];
    if (!carryOut) return respond(errors.methodNotAllowed(method, methodsOf(control)));
    const unknown = [...query.keys()].find((key) => key !== 'world' && !control.query?.includes(key));
    if (unknown !== undefined) return respond(errors.unknownQuery(unknown));
    const own = worldOf(exchange);
    if ('status' in own) return respond(own);
    if (name === 'events') return own.live.stream(response, { ...safeHeaders, ...headers });
    const body = method === 'POST' ? await postedTo(name, exchange) : { json: undefined };
    if ('refused' in body) return respond(body.refused);
    return respond(carryOut({ own, query, body: body.json, origin: access.originFor(exchange) }));
  };
}

function nameOf({ path }: Exchange): string {
  return path.slice(controlRoot.length);
}

function methodsOf({ methods }: Control): string[] {
  return Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}

/** What is posted to a control, as JSON only, because no form of a web page sends that. A reset needs no body. */
async function postedTo(name: string, { incoming }: Exchange): Promise<{ json: unknown } | { refused: ApiResponse }> {
  const read = await readBody(incoming);
  if ('refused' in read) return read;
  const body = read.body ?? (name === 'reset' ? { text: '{}', json: {} } : undefined);
  return jsonOf(body, incoming.headers['content-type']);
}
