import type { ServerResponse } from 'node:http';
import type { Emulator } from 'iinked-sign-emulator';
import { type Handler, type Received, serve } from 'iinked-sign-testing/servers';

/** A request and the response to it, as a server may change them. */
type Passing = {
  request: Received;
  number: number;
  /** What the emulator responds with. It carries the request out when this is called. */
  pass: (changes?: { body?: string }) => Promise<Passed>;
  /** What the emulator would have deleted by now. */
  deletions: () => number;
  response: ServerResponse;
};
type Passed = { status: number; headers: Record<string, string>; body: string };

/** Starts a server in front of an emulator. Where its handler gives nothing, it has responded by itself, or never will. */
export async function inFrontOf(
  emulator: Emulator,
  handle: (passing: Passing) => Promise<Passed | undefined> | Passed | undefined,
): Promise<string> {
  const handler: Handler = async (response, request, number) => {
    const pass: Passing['pass'] = async ({ body = request.body } = {}) => {
      const target = new URL(request.path, emulator.url);
      const headers = Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !dropped.includes(name) ? [[name, value] as [string, string]] : [],
      );
      const passed = await fetch(target, { method: request.method, headers, ...(body !== '' && { body }) });
      return { status: passed.status, headers: Object.fromEntries(passed.headers), body: await passed.text() };
    };
    const deletions = () => emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos').length;
    const passed = await handle({ request, number, pass, deletions, response });
    if (!passed) return;
    const { 'content-length': _, ...headers } = passed.headers;
    response.writeHead(passed.status, headers).end(passed.body);
  };
  return (await serve(handler)).url;
}

// They are of one connection.
const dropped = ['host', 'connection', 'content-length', 'transfer-encoding', 'expect'];

export const isDeletion = ({ path }: Received): boolean => path.endsWith('/videos/delete');

const html: Passed = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Sign in to the hotel</h1>' };
const failing: Passed = { status: 500, headers: {}, body: '{"error":"oops","message":"Oops."}' };
const tooMany = (retryAfter: string): Passed => ({
  status: 429,
  headers: { 'retry-after': retryAfter },
  body: '{"error":"too_many_requests","message":"Wait."}',
});

/** Servers that do not behave like the API, in front of an emulator that does. Of one video, if any, they get a deletion. */
export const misbehaving = {
  'is a captive portal': () => html,
  'leads elsewhere': () => ({ status: 302, headers: { location: 'http://127.0.0.1:2/' }, body: '' }),
  'asks to wait for an hour': () => tooMany('3600'),
  fails: () => failing,
  'sends broken JSON': () => ({ status: 200, headers: {}, body: '{"items":[{"packageId":"lease"' }),
  'sends one page to everything': () => ({
    status: 200,
    headers: {},
    body: '{"items":[],"total":0,"take":50,"skip":0,"packageId":"lease","videos":[]}',
  }),
  'never ends a response': ({ response }) => {
    const more = () => {
      while (!response.destroyed && response.write('['.repeat(65_536)));
    };
    response.on('drain', more).writeHead(200);
    more();
    return undefined;
  },
  'closes every connection': ({ response }) => void response.destroy(),
  'closes connections from the sixth on': ({ number, pass, response }) =>
    number < 6 ? pass() : void response.destroy(),
  'asks to wait for an hour from the sixth request on': ({ number, pass }) => (number < 6 ? pass() : tooMany('3600')),
  'asks to wait for a second at times': ({ number, pass }) => (number === 3 || number === 4 ? tooMany('1') : pass()),
  'fails from the sixth request on': ({ number, pass }) => (number < 6 ? pass() : failing),
  'is a captive portal from the sixth request on': ({ number, pass }) => (number < 6 ? pass() : html),

  'does not say that it is the emulator': async ({ pass }) => withoutName(await pass()),
  'no longer says that it is the emulator when it comes to the deletion': async ({ number, pass }) =>
    number < 10 ? pass() : withoutName(await pass()),
  'deletes another video, too': async ({ request, pass }) => {
    if (isDeletion(request)) await pass({ body: request.body.replace('"one"', '"two"') });
    return pass();
  },
  'deletes every video, and says so': ({ request, pass }) =>
    isDeletion(request) ? pass({ body: '{"packageId":"lease"}' }) : pass(),
  'deletes every video, and says that it was one': async ({ request, pass }) => {
    const passed = await pass(isDeletion(request) ? { body: '{"packageId":"lease"}' } : {});
    if (!isDeletion(request) || passed.status !== 200) return passed;
    const { packageId, videos }: { packageId: string; videos: { meetingVideoId: string }[] } = JSON.parse(passed.body);
    return {
      ...passed,
      body: JSON.stringify({ packageId, videos: videos.filter((each) => each.meetingVideoId === 'one') }),
    };
  },
  'deletes every video, says so, and fails from then on': ({ request, pass, deletions }) => {
    if (isDeletion(request)) return pass({ body: '{"packageId":"lease"}' });
    return deletions() > 0 ? failing : pass();
  },
  'rejects a deletion that it carried out on every video': async ({ request, pass }) => {
    if (!isDeletion(request)) return pass();
    await pass({ body: '{"packageId":"lease"}' });
    return { status: 400, headers: {}, body: '{"error":"request_invalid","message":"No."}' };
  },
  'deletes the package': async ({ request, pass, deletions }) => {
    if (isDeletion(request) || deletions() === 0) return pass();
    return { status: 404, headers: {}, body: '{"error":"package_not_found","message":"No."}' };
  },
  'confirms, and deletes nothing': async ({ request, pass }) => {
    if (!isDeletion(request)) return pass();
    const one = { meetingVideoId: 'one', state: 'deleted', timeDeleted: new Date().toISOString() };
    return { status: 200, headers: {}, body: JSON.stringify({ packageId: 'lease', videos: [one] }) };
  },
  'confirms, and closes every connection from then on': ({ request, pass, deletions, response }) =>
    isDeletion(request) || deletions() === 0 ? pass() : void response.destroy(),
  'loses the response to the deletion': async ({ request, pass, response }) => {
    const passed = await pass();
    if (isDeletion(request)) return void response.destroy();
    return passed;
  },
  'tells the key, a link and a name wherever it can': async ({ request, pass }) => {
    const passed = await pass();
    const key = String(request.headers.api_key);
    const secret = `${key} https://example.com/?access=secret Jane Doe\r\n# headline | cell`;
    const headers = { ...passed.headers, 'retry-after': key, 'x-name': 'Jane Doe' };
    return { ...passed, headers, body: JSON.stringify(leaking(JSON.parse(passed.body), secret)) };
  },
} satisfies Record<string, (passing: Passing) => Promise<Passed | undefined> | Passed | undefined>;

export type Misbehaviour = keyof typeof misbehaving;

function withoutName({ headers: { 'iinked-sign-emulator': _, ...headers }, ...passed }: Passed): Passed {
  return { ...passed, headers };
}

/** The same body with a secret in fields of its own, in codes and in names. */
function leaking(value: unknown, secret: string): unknown {
  if (Array.isArray(value)) return value.map((each) => leaking(each, secret));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, each]) => [
    name,
    ['name', 'error', 'message', 'source', 'duration', 'description'].includes(name) ? secret : leaking(each, secret),
  ]);
  return { ...Object.fromEntries(fields), [secret]: secret };
}
