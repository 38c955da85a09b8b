import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Emulator } from 'iinked-sign-emulator';
import { run } from 'iinked-sign-testing/processes';

const require = createRequire(import.meta.url);

/** A terminal in a folder, with the key of an emulator: runs the command as typed, and gives what it writes as its result. */
export function terminalIn(cwd: string, { apiKey }: Emulator): (typed: string) => Promise<string> {
  const file = join(dirname(require.resolve('iinked-sign-cli/package.json')), 'dist/command.js');
  return (typed) => run(process.execPath, [file, ...wordsOf(typed)], { cwd, env: { IINKED_SIGN_API_KEY: apiKey } });
}

/** The words after the name of the command; double quotes keep spaces. */
function wordsOf(typed: string): string[] {
  const [, ...words] = typed.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}
