import { describe, expect, test } from 'vitest';
import { examples } from '../src/contract.ts';
import { problemsOf } from '../src/judge.ts';

const deletion = { operationId: 'deleteVideos', request: { packageId: 'p', meetingVideoId: 'v' }, status: 200 };
const answer = { packageId: 'p', videos: [{ meetingVideoId: 'v', state: 'deleted' }] };

describe('the judge', () => {
  test('finds nothing wrong with what keeps the contract', async () => {
    expect(await problemsOf({ ...deletion, answer })).toEqual([]);
    expect(await problemsOf({ ...deletion, status: 404, answer: { error: 'x', message: 'x' } })).toEqual([]);
  });

  test.each([
    ['an operation that there is not', { operationId: 'deletePackages', answer }],
    ['a status that is not described', { status: 418, answer }],
    ['an answer without its package', { answer: { videos: [] } }],
    ['a video without an id', { answer: { packageId: 'p', videos: [{}] } }],
    ['a size that is a text', { answer: { packageId: 'p', videos: [{ meetingVideoId: 'v', size: '1' }] } }],
    ['an error without words', { status: 404, answer: { error: 'x' } }],
    ['a request without its package', { request: { meetingVideoId: 'v' }, answer }],
    ['a request with an empty video id', { request: { packageId: 'p', meetingVideoId: '' }, answer }],
  ])('finds %s', async (_, wrong) => {
    expect(await problemsOf({ ...deletion, ...wrong })).toHaveLength(1);
  });

  test('agrees with every example of an answer of the deletion', async () => {
    const answers = examples().filter(({ title }) => title.startsWith('deleteVideos 200'));
    expect(answers.length).toBeGreaterThan(0);
    for (const { value } of answers) expect(await problemsOf({ ...deletion, answer: value })).toEqual([]);
  });
});
