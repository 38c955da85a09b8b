import { InvalidRequestError, PlanRefusedError } from 'iinked-sign';
import { FileError } from './FileError.ts';
import type { Inputs } from './inputs.ts';

/** An error of the client with the files and lines that it is about, where it is about some. */
export function explained(error: unknown, { policy, holds }: Pick<Inputs, 'policy' | 'holds'>): unknown {
  if (error instanceof InvalidRequestError) {
    for (const { file, lineOf } of holds ? [holds, policy] : [policy]) {
      const line = lineOf(error.field);
      if (line !== undefined) return new FileError(file, line, error.message, { cause: error });
    }
  }
  if (!(error instanceof PlanRefusedError) || !error.unmatchedHolds || !holds) return error;
  const places = error.unmatchedHolds.flatMap(({ field, value }) => {
    const line = holds.lineOfValue(field, value);
    return line === undefined ? [] : [`${holds.file}:${line}`];
  });
  if (places.length === 0) return error;
  const problem = error.message.replace(/ Nothing was deleted\.$/, '');
  return new PlanRefusedError(error.reason, `${problem} See ${places.join(', ')}.`, {
    unmatchedHolds: error.unmatchedHolds,
  });
}
