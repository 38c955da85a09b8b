import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import type { TestContext } from 'vitest';
import { done, type Typed, typed, type Where } from './typed.ts';

/** A folder with a policy and holds, and an API with old recordings. */
export type Office = {
  folder: string;
  emulator: Emulator;
  env: Record<string, string>;
  /** Types a command, and waits for its end. */
  run: (args: string, where?: Partial<Where>) => ReturnType<typeof done>;
  /** Types a command. */
  type: (args: string, where?: Partial<Where>) => Typed;
  /** Resolves once the API has responded to so many deletions. */
  deletions: (count: number) => Promise<void>;
  /** How many videos are alive. */
  alive: () => number;
  json: (file: string) => Promise<Record<string, unknown>>;
  files: (folder: string) => Promise<string[]>;
};

export const policy = {
  packages: { states: ['executed'] },
  olderThan: { years: 10 },
  limits: { videos: 50 },
};

const sealKey = 'a key that seals plans';

/** Opens an office with so many old videos, three in each package, and a recent one. */
export async function anOffice(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  { videos = 12, rules = {}, holds = 'matterNumber,reason\n2014-0000,court\n' } = {},
): Promise<Office> {
  let deleted = 0;
  const waiting = new Set<() => void>();
  const emulator = await startEmulator({
    packages: [...oldPackages(videos), aPackage({ name: 'Recent', timeCreated: new Date().toISOString() })],
    onRequest({ operationId, status }) {
      if (operationId === 'deleteVideos' && status === 200) deleted += 1;
      for (const look of waiting) look();
    },
  });
  onTestFinished(() => emulator.close());
  const folder = await mkdtemp(join(tmpdir(), 'office-'));
  await writeFile(
    join(folder, 'retention.json'),
    JSON.stringify({ server: emulator.url, ...policy, ...rules }, null, 2),
  );
  await writeFile(join(folder, 'holds.csv'), holds);
  const env = { IINKED_SIGN_API_KEY: emulator.apiKey, IINKED_SIGN_SEAL_KEY: sealKey };
  const where = (more: Partial<Where>): Where => ({ cwd: folder, env, ...more });
  return {
    folder,
    emulator,
    env,
    run: (args, more = {}) => done(wordsOf(args), where(more)),
    type: (args, more = {}) => typed(wordsOf(args), where(more)),
    deletions: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (deleted < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    alive: () => emulator.packages.flatMap((each) => each.videos).filter(({ state }) => state !== 'deleted').length,
    json: async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')),
    files: async (name) => (await readdir(join(folder, name))).toSorted(),
  };
}

function oldPackages(videos: number) {
  const timeCreated = '2014-03-01T10:00:00Z';
  return Array.from({ length: Math.ceil(videos / 3) }, (_, place) =>
    aPackage({
      packageId: `package-${place + 1}`,
      name: `Lease ${place + 1}`,
      matterNumber: `2014-${1000 + place}`,
      timeCreated,
      videos: Array.from({ length: Math.min(3, videos - 3 * place) }, (_, index) =>
        aVideo({ meetingVideoId: `video-${3 * place + index + 1}`, timeCreated, size: 1000 }),
      ),
    }),
  );
}

// Words with blanks stand in quotes.
function wordsOf(line: string): string[] {
  return Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, inQuotes, word = '']) => inQuotes ?? word);
}
