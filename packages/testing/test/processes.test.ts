import { run } from 'iinked-sign-testing/processes';
import { expect, test } from 'vitest';

const node = (program: string, options = {}) => run(process.execPath, ['--eval', program], options);

test('run resolves to what a program wrote, and gives it its input', async () => {
  const program = "process.stdin.on('data', (text) => process.stdout.write(String(text).toUpperCase()))";
  expect(await node(program, { input: 'abc' })).toBe('ABC');
});

test('a program that does not end in time is killed, and the error says so', async () => {
  const program = "console.log('began'); setInterval(() => {}, 1000); process.on('SIGTERM', () => {})";
  await expect(node(program, { timeoutMs: 1500 })).rejects.toThrow(/was killed after 1\.5 s\.[\s\S]*began/);
});

test('the error of a program that fails shows what it wrote to both outputs', async () => {
  const program = "console.log('what it did'); console.error('why it failed'); process.exitCode = 1";
  await expect(node(program)).rejects.toThrow(/why it failed[\s\S]*what it did/);
});
