import { aPackage, startEmulator } from 'iinked-sign-emulator';
import { describe, expect, test } from 'vitest';

describe('an option that would not do what was meant is refused before it listens', () => {
  test.each<[string, unknown]>([
    ['rateLimt is not a known field.', { rateLimt: 5 }],
    ['linkLifetimeMs is not a known field.', { linkLifetimeMs: 5 }],
    ['port must be a whole number, got a string.', { port: '4010' }],
    ['port must be 65535 or less, got 65536.', { port: 65_536 }],
    ['host must be a string, got a number.', { host: 127 }],
    ['allowOrigins must be an array, got a string.', { allowOrigins: 'http://localhost:3000' }],
    ['allowOrigins[0] must be a string, got null.', { allowOrigins: [null] }],
    ['apiKey must not be empty.', { apiKey: '' }],
    ['apiKey must be printable ASCII without spaces, got "a b".', { apiKey: 'a b' }],
    ['rateLimit must be 1 or more, got 0.', { rateLimit: 0 }],
    ['chaos must be a whole number, got 0.5.', { chaos: 0.5 }],
    ['chaos must be a whole number, got a boolean.', { chaos: true }],
    ['deterministic must be a boolean, got a string.', { deterministic: 'yes' }],
    ['maxRequests must be 1 or more, got 0.', { maxRequests: 0 }],
    ['onRequest must be a function.', { onRequest: 'log' }],
    ['underRetention must be one of delete, refuse, got "reject".', { underRetention: 'reject' }],
    ['wrongKeyStatus must be one of 401, 403, got 404.', { wrongKeyStatus: 404 }],
    ['memberId must not be empty.', { memberId: '' }],
    ['packages must be an array, got an object.', { packages: {} }],
    ['packages[0].videos is missing.', { packages: [{ packageId: 'p' }] }],
    ['packages[0].nmae is not a known field.', { packages: [{ ...aPackage(), nmae: 'Lease' }] }],
    [
      'packages[1].packageId is there twice: "p".',
      { packages: ['p', 'p'].map((packageId) => aPackage({ packageId })) },
    ],
    [
      'packages[0].videos[0].state looks like a misspelt "archived", got "archvied".',
      { packages: [{ packageId: 'p', videos: [{ meetingVideoId: 'v', state: 'archvied' }] }] },
    ],
  ])('%s', async (message, options) => {
    await expect(Reflect.apply(startEmulator, undefined, [options])).rejects.toThrow(
      expect.objectContaining({ message, name: expect.stringMatching(/^(Option|Seed)Error$/) }),
    );
  });

  test('but one that is undefined counts as left out', async () => {
    const emulator = await startEmulator({ port: undefined, packages: undefined, chaos: undefined });
    expect(emulator.packages.length).toBeGreaterThan(0);
    await emulator.close();
  });
});
