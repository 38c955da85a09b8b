import { IinkedSignError } from 'iinked-sign';
import { CommandError } from './errors/CommandError.ts';
import { Interrupted } from './errors/Interrupted.ts';

/** What a person is told about an error. */
export function problemOf(error: unknown): string {
  const isForPeople = error instanceof CommandError || error instanceof Interrupted || error instanceof IinkedSignError;
  if (isForPeople) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `The command failed: ${message}`;
}
