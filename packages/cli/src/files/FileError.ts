import { CommandError } from '../errors/CommandError.ts';

/** A file that cannot be read rightly, or cannot be written. The message names it, the line where there is one, and what to do. */
export class FileError extends CommandError {
  override readonly name: string = 'FileError';

  /** The file. */
  readonly file: string;

  /** The line, counted from 1. */
  readonly line: number | undefined;

  /**
   * @param problem What is wrong and what to do about it, in whole sentences.
   */
  constructor(file: string, line: number | undefined, problem: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${problem}`, options);
    this.file = file;
    this.line = line;
  }
}
