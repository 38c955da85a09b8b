import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { codeOf } from './systemError.ts';

/** What tells a process from all others. */
export type Mark = {
  host: string;
  pid: number;
  /** The start of the machine and that of the process in it, where the system says: numbers of processes come again. */
  born: string | undefined;
};

/** The mark of a process of this machine. */
export async function markOf(pid: number): Promise<Mark> {
  return { host: hostname(), pid, born: await birthOf(pid) };
}

/** Whether a process of this machine still runs. */
export async function isAlive({ pid, born }: Pick<Mark, 'pid' | 'born'>): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It lives, and is another user's.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const bornNow = await birthOf(pid);
  return born === undefined || bornNow === undefined || bornNow === born;
}

// Linux only. What stands after the name, which may have any character in it, begins with the third field.
async function birthOf(pid: number): Promise<string | undefined> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'dead' : `${boot} ${rest[18]}`;
  } catch {
    return undefined;
  }
}
