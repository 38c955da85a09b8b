import { dirname, join } from 'node:path';
import type { Hold } from 'iinked-sign';
import { FileError } from './FileError.ts';
import { type Holds, readHolds } from './holds.ts';
import { type Policy, readPolicy } from './policy.ts';
import { codeOf } from './systemError.ts';

/** The options that name the files. */
export type InputOptions = {
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
};

/** What a command goes by. */
export type Inputs = {
  policy: Policy;
  /** The holds of the file, and what happens where one matches nothing. */
  hold: Hold;
  holds: Holds | undefined;
};

/**
 * Reads the policy and the holds that options name.
 *
 * @throws {FileError} when one cannot be read rightly. Nothing was sent.
 */
export async function readInputs({ policy: named, holds: given }: InputOptions): Promise<Inputs> {
  const policy = await readPolicy(named ?? 'retention.json').catch((error: unknown) => {
    throw withAdvice(error, '`iinked-sign init` writes one, and --policy names another.');
  });
  const unmatched = policy.unmatchedHolds ?? 'reject';
  if (given === false) return { policy, holds: undefined, hold: { unmatched } };
  const file = typeof given === 'string' ? given : join(dirname(policy.file), 'holds.csv');
  const holds = await readHolds(file).catch((error: unknown) => {
    throw withAdvice(error, '--holds names another. If nothing is on hold, say so with --no-holds.');
  });
  return { policy, holds, hold: { ...holds.hold, unmatched } };
}

function withAdvice(error: unknown, advice: string): unknown {
  const isMissing = error instanceof FileError && codeOf(error.cause) === 'ENOENT';
  return isMissing ? new FileError(error.file, undefined, `does not exist. ${advice}`, { cause: error }) : error;
}
