import { CommandError } from '../errors/CommandError.ts';

/** What may help where a video could not be archived: another attempt, a new plan, or a disk with room for it. */
export type Remedy = 'retry' | 'none' | 'disk';

/** A video could not be archived. The message says why, without its link. */
export class NotArchived extends CommandError {
  override readonly name = 'NotArchived';
  readonly remedy: Remedy;

  constructor(remedy: Remedy, problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.remedy = remedy;
  }
}
