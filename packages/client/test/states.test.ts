import { describe, expect, test } from 'vitest';
import { InvalidRequestError } from '../src/index.ts';
import { assertNoTypo, type NameKind, nameOf, namesOf } from '../src/states.ts';

test.each<[NameKind, string[], string[]]>([
  ['videoState', ['ARCHIVED', 'archived', 'Failed'], ['archived', 'failed']],
  ['packageState', ['Executed', 'eXPIRED'], ['executed', 'expired']],
  [
    'packageType',
    ['VIDEO_CLOSING_ROOM', 'live session', 'sequential'],
    ['video_closing_room', 'Live Session', 'Sequential'],
  ],
  ['packageState', ['Frozen', 'frozen'], ['Frozen', 'frozen']],
])('of the kind %s, %j means %j', (kind, given, names) => {
  expect(namesOf(kind, 'states', given)).toEqual(names);
  expect(namesOf(kind, 'states', names)).toEqual(names);
});

test('a name that is not known stays as it is', () => {
  expect(nameOf('videoState', 'Quarantined')).toBe('Quarantined');
});

test.each<[NameKind, unknown, string]>([
  ['videoState', [], 'must name at least one'],
  ['videoState', ['archived', ' '], 'without letters'],
  ['videoState', ['\u200b'], 'without letters'],
  ['videoState', 'archived', 'must be an array of strings'],
  ['videoState', undefined, 'must be an array of strings'],
  ['videoState', ['archived', 'Executed'], "names 'Executed', a state of packages. It must be a state of videos"],
  ['packageState', ['archived'], "names 'archived', a state of videos. It must be a state of packages"],
  ['packageState', ['deleted'], "names 'deleted', a state of videos"],
])('of the kind %s, %j is rejected', (kind, given, message) => {
  expect(() => namesOf(kind, 'states', given)).toThrow(InvalidRequestError);
  expect(() => namesOf(kind, 'states', given)).toThrow(message);
});

describe('a name that nothing has', () => {
  test.each<[NameKind, string, string]>([
    ['videoState', 'archive', 'archived'],
    ['videoState', 'Archvied', 'archived'],
    ['videoState', 'arhcived', 'archived'],
    ['videoState', 'archived ', 'archived'],
    ['videoState', 'stoped', 'stopped'],
    ['packageState', 'excuted', 'executed'],
    ['packageState', 'Executted', 'executed'],
    ['packageState', 'opem', 'open'],
    ['packageType', 'video-closing-room', 'video_closing_room'],
    ['packageType', 'LiveSession', 'Live Session'],
  ])('of the kind %s, %s is a typo of %s', (kind, name, meant) => {
    const wrong = () => assertNoTypo(kind, 'states', [name], new Set(['other']));
    expect(wrong).toThrow(InvalidRequestError);
    expect(wrong).toThrow(
      `states names '${name}', which nothing that was read has. Did you mean '${meant}'? Nothing was deleted.`,
    );
    expect(() => assertNoTypo(kind, 'states', [name], new Set([name]))).not.toThrow();
  });

  test.each<[NameKind, string]>([
    ['videoState', 'archived'],
    ['videoState', 'quarantined'],
    ['packageState', 'opn'],
    ['packageState', 'pending'],
    ['packageState', 'exkutd'],
  ])('of the kind %s, %s may be one of a later release', (kind, name) => {
    expect(() => assertNoTypo(kind, 'states', [name], new Set())).not.toThrow();
  });
});
