import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientFor, sealerFor, sealKeyOf, serverOf } from '../src/connection.ts';
import { aTerminal } from './aTerminal.ts';

test('the server is that of --server, of the policy, then of the environment', () => {
  const terminal = aTerminal({ env: { IINKED_SIGN_SERVER: 'eu' } });
  expect(serverOf(terminal, { server: 'us', policy: { server: 'ca' } })).toBe('https://sign.syngrafii.com/api/v1');
  expect(serverOf(terminal, { policy: { server: 'ca' } })).toBe('https://sign.syngrafii.ca/api/v1');
  expect(serverOf(terminal, {})).toBe('https://sign.syngrafii.eu/api/v1');
});

test('there is no default server, and an empty --server is none', () => {
  expect(() => serverOf(aTerminal(), {})).toThrow(/No server is given/);
  expect(() => serverOf(aTerminal({ env: { IINKED_SIGN_SERVER: 'eu' } }), { server: '' })).toThrow(/server/);
});

test('keys come from the environment, or from the files that it names', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'iinked-sign-keys-'));
  await writeFile(join(cwd, 'seal'), 'a key that seals plans\n');
  expect(await sealKeyOf(aTerminal({ env: { IINKED_SIGN_SEAL_KEY: 'of the environment' } }))).toBe(
    'of the environment',
  );
  const inFile = aTerminal({ cwd, env: { IINKED_SIGN_SEAL_KEY_FILE: 'seal' } });
  expect(await sealKeyOf(inFile)).toBe('a key that seals plans');
  expect(await sealerFor(inFile, 'eu')).toEqual({ sealKey: 'a key that seals plans' });
  expect(await sealerFor(aTerminal(), 'eu')).toBeUndefined();
  const missing = aTerminal({ cwd, env: { IINKED_SIGN_SEAL_KEY_FILE: 'none' } });
  await expect(sealKeyOf(missing)).rejects.toThrow(/IINKED_SIGN_SEAL_KEY_FILE/);
});

test('a client without a key says where to put it', async () => {
  await expect(clientFor(aTerminal(), { server: 'eu' })).rejects.toThrow(/IINKED_SIGN_API_KEY_FILE/);
});
