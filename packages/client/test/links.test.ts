import { expect, test } from 'vitest';
import { linkProblem } from '../src/index.ts';

const publicServer = 'https://sign.example.com/api/v1';
const privateServer = 'https://10.0.0.7/api/v1';
const emulator = 'http://127.0.0.1:4010/api/v1';

test.each([
  ['https://files.example.com/v', publicServer],
  ['https://files.example.com/v', privateServer],
  ['https://files.example.com/v', emulator],
  ['https://[2606:4700::1111]/v', publicServer],
  ['https://8.8.8.8/v', publicServer],
  ['https://172.32.0.1/v', publicServer],
  ['https://100.128.0.1/v', publicServer],
  ['https://192.168.1.1/v', privateServer],
  ['https://files.lan/v', privateServer],
  ['http://[::1]:4010/v', emulator],
  ['http://files.localhost/v', emulator],
  ['https://files.example.com/v', 'Production, Canada'],
])('%s may be requested when it comes from %s', (link, server) => {
  expect(linkProblem(link, server)).toBeUndefined();
});

test.each([
  ['', publicServer],
  ['/v', publicServer],
  ['file:///etc/passwd', emulator],
  ['ftp://127.0.0.1/v', emulator],
  ['data:text/plain,v', emulator],
  ['http://files.example.com/v', emulator],
  ['http://192.168.1.1/v', privateServer],
])('%s is not encrypted, so it must not be requested', (link, server) => {
  expect(linkProblem(link, server)).toBe('insecure');
});

test.each([
  ['https://127.0.0.1/v', publicServer],
  ['http://127.0.0.1/v', publicServer],
  ['http://localhost/v', publicServer],
  ['https://files.localhost./v', publicServer],
  ['https://2130706433/v', publicServer],
  ['https://0x7f.1/v', publicServer],
  ['https://0.0.0.0/v', publicServer],
  ['https://[::]/v', publicServer],
  ['https://[::1]/v', publicServer],
  ['https://[::ffff:127.0.0.1]/v', publicServer],
  ['https://[::127.0.0.1]/v', publicServer],
  ['https://127.0.0.1/v', privateServer],
  ['https://127.0.0.1/v', 'Production, Canada'],
])('%s leads to this machine, and %s is not on it', (link, server) => {
  expect(linkProblem(link, server)).toBe('loopback');
});

test.each([
  ['https://10.0.0.7/v', publicServer],
  ['https://192.168.1.1/v', publicServer],
  ['https://172.16.0.1/v', publicServer],
  ['https://172.31.255.255/v', publicServer],
  ['https://169.254.169.254/v', publicServer],
  ['https://100.64.0.1/v', publicServer],
  ['https://[::ffff:10.0.0.7]/v', publicServer],
  ['https://[fd00::1]/v', publicServer],
  ['https://[fe80::1]/v', publicServer],
  ['https://intranet/v', publicServer],
  ['https://files.lan/v', publicServer],
  ['https://files.home.arpa/v', publicServer],
  ['https://192.168.1.1/v', emulator],
])('%s leads into a private network, and %s is not in one', (link, server) => {
  expect(linkProblem(link, server)).toBe('private');
});
