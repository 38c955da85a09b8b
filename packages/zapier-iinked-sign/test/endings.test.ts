import type { Fault } from 'iinked-sign-emulator';
import { expect, test } from 'vitest';
import { aZap, delete_all_package_videos, delete_video, failureOf } from './zap.ts';

// Zapier runs again by itself what waits and, with Autoreplay, what fails: what may have deleted more than one video must stop.
const stops = 'HaltedError';
const fails = 'AppError';
const waits = 'ThrottledError';
const reconnects = 'ExpiredAuthError';

const confirms = (body: object): Fault => ({ status: 200, body });
const another = { meetingVideoId: 'b', state: 'deleted' };

/** How a deletion ends after each kind of failure, and the code that a replay sees where it fails. */
const endings: [what: string, fault: Fault, one: string, all: string, code?: string][] = [
  ['a request that cannot be right', { status: 400 }, fails, fails, 'emulator_fault'],
  ['a key that is refused', { status: 401 }, reconnects, reconnects],
  ['a permission that is missing', { status: 403 }, fails, fails, 'emulator_fault'],
  ['a package that is not found', { status: 404, body: { error: 'package_not_found' } }, stops, stops],
  ['a 404 that says nothing of packages', { status: 404 }, fails, fails, 'emulator_fault'],
  ['too many requests', { status: 429 }, waits, waits],
  ['a 408', { status: 408 }, fails, stops, 'outcome_unknown'],
  ['a 421', { status: 421 }, fails, stops, 'outcome_unknown'],
  ['a 425', { status: 425 }, fails, stops, 'outcome_unknown'],
  ['a failure of the server', { status: 503 }, fails, stops, 'outcome_unknown'],
  ['a connection that breaks', { reset: true }, fails, stops, 'outcome_unknown'],
  ['a response that breaks off', { status: 503, truncate: true }, fails, stops, 'outcome_unknown'],
  ['a redirect', { status: 307, headers: { location: '/' } }, stops, stops],
  ['a response that is no JSON', { status: 200, body: '<html>' }, stops, stops],
  ['a confirmation of another package', confirms({ packageId: 'x', videos: [another] }), stops, stops],
  [
    'a confirmation that contradicts itself',
    confirms({ packageId: 'lease', videos: [{ ...another, state: 'archived' }] }),
    stops,
    stops,
  ],
];

test.each(endings)('Delete Video after %s', async (_, fault, ending, __, code) => {
  const { run, emulator } = await aZap();
  emulator.failNext({ on: 'deleteVideos', ...fault });
  const error = await failureOf(run(delete_video, { packageId: 'lease', meetingVideoId: 'a' }));
  expect(error.name).toBe(ending);
  if (ending === fails) expect(error.message).toContain(`"code":"${code}"`);
});

test.each(endings)('Delete All Package Videos after %s', async (_, fault, __, ending, code) => {
  const { run, emulator } = await aZap();
  emulator.failNext({ on: 'deleteVideos', ...fault });
  const error = await failureOf(run(delete_all_package_videos, { packageId: 'lease' }));
  expect(error.name).toBe(ending);
  if (ending === fails) expect(error.message).toContain(`"code":"${code}"`);
  expect(emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos')).toHaveLength(1);
});

test('Delete Video stops after a confirmation of another video', async () => {
  const { run, emulator } = await aZap();
  emulator.failNext({ on: 'deleteVideos', ...confirms({ packageId: 'lease', videos: [another] }) });
  const error = await failureOf(run(delete_video, { packageId: 'lease', meetingVideoId: 'a' }));
  expect(error).toMatchObject({ name: stops, message: expect.stringContaining('may have been deleted') });
});
