import { statfs } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { type DeletionPlan, PlanRefusedError, verifyDocument } from 'iinked-sign/retention';
import { type ArchivedVideo, archivePlan } from '../archive/archivePlan.ts';
import { type Checksums, openChecksums } from '../archive/checksums.ts';
import { fileOf } from '../archive/fileNames.ts';
import { clientFor, sealKeyOf } from '../connection.ts';
import { nextOf } from '../decide.ts';
import { DONE, ERROR, type ExitCode } from '../exitCodes.ts';
import { type ArchiveManifest, type Copy, keyOf, readManifest, writeManifest } from '../files/archive.ts';
import { FileError } from '../files/FileError.ts';
import { jsonOf, readApprovals, readPlan } from '../files/run.ts';
import { withRun } from '../files/withRun.ts';
import { makeFolder } from '../files/writeNew.ts';
import { quoted } from '../shell.ts';
import { summaryOfArchive } from '../summary.ts';
import type { Terminal } from '../terminal.ts';
import { several, sizeInWords } from '../words.ts';

export type ArchiveOptions = { run: string; to: string; json?: boolean | undefined };

/** Downloads what the plan of a run would delete, and writes which copies are proven. It deletes nothing. */
export async function run(terminal: Terminal, { run, to, json = false }: ArchiveOptions): Promise<ExitCode> {
  if (resolve(run) === resolve(to)) {
    throw new FileError(to, undefined, `is the run. Name a folder for the copies, such as ${run}/videos.`);
  }
  const sealKey = await sealKeyOf(terminal);
  return withRun(run, 'archive', async () => {
    const plan = await readPlan(run);
    const client = await clientFor(terminal, { server: plan.server });
    verifyDocument(sealKey === undefined ? client : { sealKey }, plan);
    await makeFolder(to);
    return withRun(to, 'archive', async () => {
      const before = await openManifest(run, to);
      const checksums = await openChecksums(to);
      await warnOfSpace(terminal, plan, { folder: to, checksums });
      const progress = terminal.progress('archive', sizeInWords);
      terminal.signal.addEventListener('abort', () => {
        progress.end();
        terminal.warn('Stopping: downloads under way end here, and what is whole counts. Ctrl-C again ends at once.');
      });
      const { videos, stoppedBy } = await archivePlan(client, plan, {
        folder: to,
        checksums,
        signal: terminal.signal,
        onProgress: ({ bytes, ofBytes, videos, ofVideos }) =>
          progress.update(bytes, ofBytes, `${videos.toLocaleString('en')} of ${several(ofVideos, 'video')}`),
      }).finally(progress.end);
      await writeManifest(run, { ...before, videos: copiesOf(videos, before.videos) });
      const result = { planId: plan.id, folder: to, videos };
      terminal.print(json ? jsonOf(result).trimEnd() : summaryOfArchive(result));
      if (stoppedBy !== undefined) throw stoppedBy;
      terminal.say(`\nWrote archive.json in ${run}, and SHA256SUMS in ${to}.`);
      const isThrough = videos.every(({ outcome }) => outcome === 'archived' || outcome === 'gone');
      terminal.say(`Next: ${isThrough ? await nextOfRun(plan, run) : againOf(run, to)}`);
      return isThrough ? DONE : ERROR;
    });
  });
}

/** The manifest as it is before the run. One is there from now on, so that an apply keeps what has no copy. */
async function openManifest(run: string, to: string): Promise<ArchiveManifest> {
  const folder = isAbsolute(to) ? to : relative(resolve(run), resolve(to));
  const before = await readManifest(run).catch((error: unknown) => {
    // The checksums say what is in the folder.
    if (error instanceof PlanRefusedError) return undefined;
    throw error;
  });
  if (before && resolve(run, before.folder) === resolve(to)) return { ...before, folder };
  const manifest = { folder, videos: [] };
  await writeManifest(run, manifest);
  return manifest;
}

/** The copies of an archive: what this run proved, and what was there of the videos whose turn did not come. */
function copiesOf(videos: readonly ArchivedVideo[], before: readonly Copy[]): Copy[] {
  const known = new Map(before.map((copy) => [keyOf(copy), copy]));
  return videos.flatMap((video) => {
    if (video.outcome === 'archived') return [video.copy];
    return (video.outcome === 'notStarted' && known.get(keyOf(video))) || [];
  });
}

async function warnOfSpace(
  terminal: Terminal,
  plan: DeletionPlan,
  { folder, checksums }: { folder: string; checksums: Checksums },
): Promise<void> {
  const missing = plan.delete.filter((video) => checksums.of(fileOf(video)) === undefined);
  const bytes = missing.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const { bavail, bsize } = await statfs(folder);
  if (bytes <= bavail * bsize) return;
  terminal.warn(`${folder} has ${sizeInWords(bavail * bsize)} of room, and ${sizeInWords(bytes)} are to come.`);
}

async function nextOfRun({ rules, totals }: DeletionPlan, run: string): Promise<string> {
  if (totals.delete === 0) return 'nothing. There is nothing to apply.';
  return nextOf(await readApprovals(run), rules.approvalsNeeded, run);
}

function againOf(run: string, to: string): string {
  return `iinked-sign archive ${quoted(run)} --to ${quoted(to)}   (it goes on where this run ended)`;
}
