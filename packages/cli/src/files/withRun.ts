import { lockRun } from './lock.ts';

/**
 * Works in a run while no other command does.
 *
 * @param command What is done, such as `apply`.
 * @throws {FileError} when another command works in it, or the folder cannot be written.
 */
export async function withRun<Result>(folder: string, command: string, work: () => Promise<Result>): Promise<Result> {
  const unlock = await lockRun(folder, command);
  // A second signal ends the process at once.
  process.once('exit', unlock);
  try {
    return await work();
  } finally {
    process.removeListener('exit', unlock);
    unlock();
  }
}
