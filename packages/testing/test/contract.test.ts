import { contractViolations } from 'iinked-sign-testing/contract';
import { describe, expect, test } from 'vitest';

const deletion = { operationId: 'deleteVideos', request: { packageId: 'p', meetingVideoId: 'v' }, status: 200 };
const response = { packageId: 'p', videos: [{ meetingVideoId: 'v', state: 'deleted' }] };

describe('contractViolations', () => {
  test('finds nothing where an exchange follows the contract', async () => {
    expect(await contractViolations({ ...deletion, response })).toEqual([]);
    const notFound = { error: 'package_not_found', message: 'Package not found.' };
    expect(await contractViolations({ ...deletion, status: 404, response: notFound })).toEqual([]);
  });

  test.each([
    ['an unknown operation', { operationId: 'deletePackages', response }],
    ['a status that is not described', { status: 418, response }],
    ['a response without its package', { response: { videos: [] } }],
    ['a video without an id', { response: { packageId: 'p', videos: [{}] } }],
    ['a size that is a string', { response: { packageId: 'p', videos: [{ meetingVideoId: 'v', size: '1' }] } }],
    ['an error without a message', { status: 404, response: { error: 'x' } }],
    ['a request without its package', { request: { meetingVideoId: 'v' }, response }],
    ['a request with an empty video id', { request: { packageId: 'p', meetingVideoId: '' }, response }],
  ])('finds %s', async (_, wrong) => {
    expect(await contractViolations({ ...deletion, ...wrong })).toHaveLength(1);
  });
});
