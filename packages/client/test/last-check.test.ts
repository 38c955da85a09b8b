import { describe, expect, test } from 'vitest';
import { assertMayLeave, type Scope } from '../src/guard.ts';

const url = 'https://sign.example.com/api/v1/packages/lease%2F1/videos/delete';
const one: Scope = { packageId: 'lease/1', meetingVideoId: 'a' };
const all: Scope = { packageId: 'lease/1' };

// Everything before it refuses these already; the last check must not rely on that.
describe('the last check, on the bytes that are about to leave', () => {
  test.each<[string, Scope | undefined]>([
    ['one video, as asked', one],
    ['all videos, as asked', all],
    ['what a raw call holds', undefined],
  ])('lets %s leave', (_, asked) => {
    expect(() => assertMayLeave(url, JSON.stringify(asked ?? one), asked)).not.toThrow();
  });

  test('does not look at other calls', () => {
    expect(() => assertMayLeave('https://sign.example.com/api/v1/packages/list', undefined, one)).not.toThrow();
  });

  test.each<[string, unknown, Scope | undefined, string]>([
    ['all videos where one was asked for', all, one, 'meetingVideoId of the request is not the one'],
    ['one video where all were asked for', one, all, 'meetingVideoId of the request is not the one'],
    ['another video', { ...one, meetingVideoId: 'b' }, one, 'meetingVideoId of the request is not the one'],
    ['an empty video id', { ...one, meetingVideoId: '' }, undefined, 'meetingVideoId is empty'],
    ['a video id that is null', { ...one, meetingVideoId: null }, undefined, 'meetingVideoId must be a text'],
    ['another package than its path', { packageId: 'other' }, undefined, 'packageId differs between'],
    ['no package', {}, undefined, 'packageId must be a text'],
    ['an unknown field', { ...one, video: 'b' }, undefined, 'video is not a field of the body of a deletion'],
  ])('stops %s', (_, body, asked, message) => {
    expect(() => assertMayLeave(url, JSON.stringify(body), asked)).toThrow(message);
  });

  test('stops a package that is not the one that was asked for, though path and body agree', () => {
    expect(() => assertMayLeave(url, JSON.stringify(one), { ...one, packageId: 'other' })).toThrow(/not the one/);
  });

  test('stops a deletion without a body', () => {
    expect(() => assertMayLeave(url, undefined, undefined)).toThrow('must be an object, but it is undefined');
  });
});
