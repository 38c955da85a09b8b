import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'iinked-sign';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { terminalIn } from './commandLine.ts';
import { integrationsOf } from './integrations.ts';

const began = performance.now();
const videos = Array.from({ length: 6 }, (_, index) => aVideo({ meetingVideoId: `video-${index + 1}` }));
const lease = aPackage({ packageId: 'package-1', name: 'Purchase agreement', videos });
const emulator = await startEmulator({ packages: [lease] });
const client = createClient({ apiKey: emulator.apiKey, server: emulator.url });
const integrations = integrationsOf(emulator);

const all = () => emulator.packages.flatMap((each) => each.videos);
const left = () => all().filter(({ state }) => state !== 'deleted');

function say(text = ''): void {
  console.log(text);
}

/** Prints the deletions that arrived after the first so many requests. */
function sayReceived(since: number): void {
  for (const { operationId, method, path, body, status } of emulator.requests.slice(since)) {
    if (operationId !== 'deleteVideos') continue;
    say(`      API received  ${method} ${path}`);
    say(`                    ${JSON.stringify(body)}  → ${status}`);
  }
}

say(`\n“${lease.name}” has ${left().length} recorded videos, on an emulator at ${emulator.url}`);

say('\n  Delete one video, with each integration\n');
for (const [index, { name, action, deleteVideo }] of integrations.entries()) {
  const since = emulator.requests.length;
  await deleteVideo({ packageId: lease.packageId, meetingVideoId: `video-${index + 1}` });
  say(`  ✔ ${name.padEnd(19)} ${action}`);
  sayReceived(since);
  say(`      left          ${left().length} videos\n`);
}

say('  The accident: the same calls, but the mapped video id turns out empty\n');
const before = emulator.requests.length;
for (const { name, deleteVideo } of integrations) {
  const outcome = await deleteVideo({ packageId: lease.packageId, meetingVideoId: '' }).then(
    () => '✘ not refused',
    (error: unknown) => `✔ refused: ${error instanceof Error ? error.message : error}`,
  );
  say(`  ${name.padEnd(19)} ${outcome}`);
}
const sent = emulator.requests.length - before;
say(`      API received  ${sent === 0 ? 'nothing' : `${sent} REQUESTS`}`);
say(`      left          ${left().length} videos\n`);

say('  Delete all that is left, which is a separate call\n');
const since = emulator.requests.length;
await client.videos.deleteAll({ packageId: lease.packageId });
say('  ✔ TypeScript program  client.videos.deleteAll({ packageId })');
sayReceived(since);
say(`      left          ${left().length} videos\n`);

say('  Delete what is older than ten years, which a person approves first: from a terminal\n');
const recorded = (meetingVideoId: string, timeCreated: string) => aVideo({ meetingVideoId, timeCreated });
const old = ['old-1', 'old-2', 'old-3', 'old-4'].map((id) => recorded(id, '2014-03-02T10:00:00.000Z'));
const recent = recorded('recent', new Date().toISOString());
const timeCreated = '2014-03-01T10:00:00.000Z';
emulator.seed([aPackage({ packageId: 'package-2', name: 'Power of attorney', timeCreated, videos: [...old, recent] })]);
const folder = await mkdtemp(join(tmpdir(), 'iinked-sign-demo-'));
const policy = {
  server: emulator.url,
  packages: { packageIds: ['package-2'] },
  olderThan: { years: 10 },
  limits: { videos: 3 },
  approvalsNeeded: 1,
};
await writeFile(join(folder, 'retention.json'), JSON.stringify(policy));
await writeFile(join(folder, 'holds.csv'), 'packageId,meetingVideoId,reason\npackage-2,old-4,a claim\n');
const type = terminalIn(folder, emulator);
async function sayTyped(typed: string): Promise<void> {
  say(`  $ ${typed}`);
  say((await type(typed)).trimEnd().replaceAll(/^/gm, '      '));
}
await sayTyped('iinked-sign plan --out 2026-06');
await sayTyped('iinked-sign approve 2026-06 --by "Jane Doe"');
await appendFile(join(folder, 'holds.csv'), 'package-2,old-2,another claim\n');
say('  # old-2 is put on legal hold, after the plan was approved');
await sayTyped('iinked-sign apply 2026-06');
say(
  `      left          ${left()
    .map(({ meetingVideoId }) => meetingVideoId)
    .join(', ')}`,
);
await sayTyped('iinked-sign audit 2026-06');
say();
await rm(folder, { recursive: true });

await emulator.close();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
const isRight = `${left().map(({ meetingVideoId }) => meetingVideoId)}` === 'old-2,old-4,recent';
say(`${all().length - left().length} of ${all().length} videos deleted in ${seconds} s, none of them by accident.`);
process.exitCode = sent === 0 && isRight ? 0 : 1;
