import { type Handler, inTurn, json } from './servers.ts';

export const packageId = 'c603079c-2dc7-4af7-8c2e-dc992662621c';
export const meetingVideoId = '4c512b8a-c1ad-47da-ae22-5a61115505e3';

type Video = { meetingVideoId: string; state: string; size: number };
const video: Video = { meetingVideoId, state: 'deleted', size: 484524 };

/** The response that confirms the deletion of this one video. */
export const deleted: { packageId: string; videos: Video[] } = { packageId, videos: [video] };

/** A list that shows this one video as not deleted. */
export const alive: { packageId: string; videos: Video[] } = { packageId, videos: [{ ...video, state: 'archived' }] };

const failing = (status: number, headers?: Record<string, string>) =>
  json({ error: status === 404 ? 'package_not_found' : 'an_error', message: 'An error.' }, status, headers);

const body =
  (text: string, status = 200): Handler =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(text);
  };

const redirect =
  (status: number): Handler =>
  (response) => {
    response.writeHead(status, { location: '/elsewhere' }).end();
  };

const whole = JSON.stringify(deleted);
const begin = (then: (response: Parameters<Handler>[0]) => void): Handler => {
  return (response) => {
    response.writeHead(200, { 'content-length': whole.length }).write(whole.slice(0, 20), () => then(response));
  };
};

const lost: Handler = (response) => response.destroy();
const listed = (state: string): Handler => json({ packageId, videos: [{ ...video, state }] });

/** After this status, a fetch sends again by itself whatever may be sent twice. */
export const misdirected: Handler = failing(421);

/** What can go wrong with a response, over real sockets. */
export const faults: Record<string, Handler> = {
  '400, JSON': failing(400),
  '401, JSON': failing(401),
  '403, JSON': failing(403),
  '404, JSON': failing(404),
  '404, HTML': body('<h1>Not found</h1>', 404),
  '408, JSON': failing(408),
  '408, closing': failing(408, { connection: 'close' }),
  '409, JSON': failing(409),
  '421, JSON': misdirected,
  '425, JSON': failing(425),
  '429, `Retry-After: 0`': failing(429, { 'retry-after': '0' }),
  '429, `Retry-After: 3600`': failing(429, { 'retry-after': '3600' }),
  '429, no `Retry-After`': failing(429),
  '500, JSON': failing(500),
  '502, HTML': body('<h1>Bad gateway</h1>', 502),
  '503, `Retry-After: 1`': failing(503, { 'retry-after': '1' }),
  '503, `Retry-After: 3600`': failing(503, { 'retry-after': '3600' }),
  '200, HTML': body('<title>Sign in</title>'),
  '200, empty': body(''),
  '202, JSON': json(deleted, 202),
  '204, empty': (response) => response.writeHead(204).end(),
  '200, broken JSON': body(whole.slice(0, -1)),
  '200, an error in it': json({ error: 'an_error', message: 'An error.' }),
  '200, `null`': json(null),
  'another package': json({ ...deleted, packageId: 'another' }),
  'another video': json({ packageId, videos: [{ ...video, meetingVideoId: 'another' }] }),
  'the video and another': json({ packageId, videos: [video, { ...video, meetingVideoId: 'another' }] }),
  'no video': json({ packageId, videos: [] }),
  'the video, still archived': listed('archived'),
  'redirect 301': redirect(301),
  'redirect 302': redirect(302),
  'redirect 303': redirect(303),
  'redirect 307': redirect(307),
  'redirect 308': redirect(308),
  'connection lost before the response': lost,
  'connection lost in the response': begin((response) => response.destroy()),
};

/** What only a time limit ends. */
export const silences: Record<string, Handler> = {
  'no response in time': () => undefined,
  'no end of the response in time': begin(() => undefined),
};

/** What can go wrong one after the other. */
export const sequences: Record<string, Handler> = {
  'lost response, then 404, then listed as deleted': inTurn(lost, failing(404), listed('deleted')),
  'lost response, then 404, then listed as archived': inTurn(lost, failing(404), listed('archived')),
  'lost response, then 404, then 500': inTurn(lost, failing(404), failing(500)),
  'lost response, then 401': inTurn(lost, failing(401)),
  'lost response, then 429 thrice': inTurn(lost, failing(429)),
  '429, then 404': inTurn(failing(429), failing(404)),
  '500 twice, then fine': inTurn(failing(500), failing(500), json(deleted)),
};
