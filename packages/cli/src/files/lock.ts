import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { readFile, rename, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { FileError } from './FileError.ts';
import { isAlive, type Mark, markOf } from './process.ts';
import { codeOf, reasonOf } from './systemError.ts';
import { writeNew } from './writeNew.ts';

/** Who works in a run. */
type Holder = Mark & { id: string; command: string; since: string };

/** Ends the work in a run. */
export type Unlock = () => void;

/**
 * Makes this process the only one that works in a run.
 *
 * The lock of a process of this machine that has died is taken over. Of another machine nobody can tell from here whether its
 * process lives.
 *
 * @param command What is done, such as `apply`.
 * @returns Ends it. It is safe to call it when the process exits.
 * @throws {FileError} when another process works in it, or the folder cannot be written.
 */
export async function lockRun(folder: string, command: string): Promise<Unlock> {
  const file = join(folder, 'lock');
  const mine: Holder = { id: randomUUID(), ...(await markOf(process.pid)), command, since: new Date().toISOString() };
  // Others may come and go between two looks.
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await isNew(file, mine)) return () => unlock(file, mine);
    const holder = await holderOf(file);
    if (holder === undefined) continue;
    if (await isDead(file, holder)) {
      if (await takeOver(file, holder, mine)) return () => unlock(file, mine);
    } else throw lockedBy(file, holder);
  }
  throw new FileError(file, undefined, 'Other commands come and go in this run. Wait for them, then try again.');
}

const attempts = 5;

async function isNew(file: string, mine: Holder): Promise<boolean> {
  try {
    await writeNew(file, contentsOf(mine));
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const code = codeOf(error.cause);
    if (code === 'EEXIST') return false;
    if (code !== 'ENOENT') throw error;
    throw new FileError(dirname(file), undefined, 'does not exist. `iinked-sign plan --out RUN` makes a run.');
  }
}

/** Who holds a lock; nobody when it is gone again. */
async function holderOf(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new FileError(file, undefined, `cannot be read. ${reasonOf(error)}`, { cause: error });
  }
  try {
    const { id, host, pid, born, command, since } = JSON.parse(text);
    return { id: String(id), host: String(host), pid: Number(pid), born, command: String(command), since: `${since}` };
  } catch (error) {
    throw new FileError(file, undefined, `is no lock of this command. ${byHand}`, { cause: error });
  }
}

async function isDead(file: string, holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) {
    const problem = `${wordsOf(holder)} on another machine, ${holder.host}. If nothing runs there any more, remove this file.`;
    throw new FileError(file, undefined, problem);
  }
  return !(await isAlive(holder));
}

// Only one process may ever replace the lock of this holder: it has made the file that is named after it. It looks again,
// for another may have done so, and have gone, since this one looked.
async function takeOver(file: string, dead: Holder, mine: Holder): Promise<boolean> {
  const claim = `${file}.${dead.id.replace(/[^\da-f-]/g, '')}`;
  if (!(await isNew(claim, mine))) {
    const other = await holderOf(claim);
    if (other === undefined || (await isAlive(other))) return false;
    throw new FileError(claim, undefined, `was left behind by a process that died. ${byHand}`);
  }
  try {
    if ((await holderOf(file))?.id !== dead.id) return false;
    const part = `${file}.${mine.id}`;
    await writeNew(part, contentsOf(mine));
    await rename(part, file);
    return true;
  } finally {
    await unlink(claim);
  }
}

const byHand = 'Make sure that no other command works in this run, then remove this file.';

function lockedBy(file: string, holder: Holder): FileError {
  return new FileError(
    file,
    undefined,
    `${wordsOf(holder)} in process ${holder.pid} of this machine. Wait until it ends, then try again.`,
  );
}

function wordsOf({ command, since }: Holder): string {
  return `"${command}" has worked here since ${since},`;
}

function contentsOf(holder: Holder): string {
  return `${JSON.stringify(holder, null, 2)}\n`;
}

// As the process exits there is no time to wait.
function unlock(file: string, { id }: Holder): void {
  try {
    if (JSON.parse(readFileSync(file, 'utf8')).id === id) unlinkSync(file);
  } catch {
    // The next command sees that this process is gone.
  }
}
