import { spawn } from 'node:child_process';

/** Runs a program with some input, and gives what it writes. Fails when the program does, an unhandled rejection included. */
export function run(binary: string, args: string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${binary} ended with ${code}`))));
    child.stdin.end(input);
  });
}
