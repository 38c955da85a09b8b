// A program of its own: deletes the videos that it reads from its input, 256 at once, and writes what it was told of each.
import { createClient, IinkedSignError, type Server } from 'iinked-sign';

/** The videos to delete, and where. */
export type Order = { apiKey: string; server: Server; videos: { packageId: string; meetingVideoId: string }[] };

/** What the client said of one deletion, and how much memory was in use after some thousand of them and after all. */
export type Report = { outcomes: Record<string, 'deleted' | 'may be deleted' | 'not deleted'>; heap: number[] };

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const { videos, ...options }: Order = JSON.parse(input);
const client = createClient(options);
const report: Report = { outcomes: {}, heap: [] };
const noteHeap = () => {
  globalThis.gc?.();
  report.heap.push(process.memoryUsage().heapUsed);
};

let done = 0;
const waiting = videos.values();
async function worker(): Promise<void> {
  for (const video of waiting) {
    report.outcomes[video.meetingVideoId] = await client.videos.delete(video).then(
      () => 'deleted',
      (error: unknown) => {
        if (!(error instanceof IinkedSignError)) throw error;
        return error.mayHaveDeleted ? 'may be deleted' : 'not deleted';
      },
    );
    done += 1;
    if (done % 2000 === 0) noteHeap();
  }
}
await Promise.all(Array.from({ length: 256 }, worker));
process.stdout.write(JSON.stringify(report));
