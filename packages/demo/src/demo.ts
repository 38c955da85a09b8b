import { createClient } from 'iinked-sign';
import { applyPlan, auditPlan, planDeletion } from 'iinked-sign/retention';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
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

say('  Delete what is older than ten years, which a person approves first\n');
const recorded = (meetingVideoId: string, timeCreated: string) => aVideo({ meetingVideoId, timeCreated });
const old = ['old-1', 'old-2', 'old-3'].map((id) => recorded(id, '2014-03-02T10:00:00.000Z'));
const recent = recorded('recent', new Date().toISOString());
const timeCreated = '2014-03-01T10:00:00.000Z';
emulator.seed([aPackage({ packageId: 'package-2', name: 'Power of attorney', timeCreated, videos: [...old, recent] })]);
const rules = { packages: { packageIds: ['package-2'] }, olderThan: { years: 10 }, limits: { videos: 3 } };
const plan = await planDeletion(client, rules);
say(`  plan     delete ${plan.totals.delete} of ${plan.totals.alive} videos, keep ${reasonsOf(plan.keep)}`);
const hold = { meetingVideoIds: ['old-2'] };
say(`  hold     ${hold.meetingVideoIds} is put on legal hold, after the plan was approved`);
const applied = emulator.requests.length;
const report = await applyPlan(client, plan, { hold, atOnce: 1 });
const ofReport = report.videos.filter(({ outcome }) => outcome === 'kept');
say(`  apply    ${report.totals.deleted} deleted, kept ${reasonsOf(ofReport)}`);
sayReceived(applied);
const { totals } = await auditPlan(client, plan, { reports: [report] });
say(`  audit    ${totals.deleted} deleted, ${totals.kept} kept, ${totals.unplanned} deleted outside of the plan\n`);

await emulator.close();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
const isRight = `${left().map(({ meetingVideoId }) => meetingVideoId)}` === 'old-2,recent';
say(`${all().length - left().length} of ${all().length} videos deleted in ${seconds} s, none of them by accident.`);
process.exitCode = sent === 0 && isRight ? 0 : 1;

function reasonsOf(kept: readonly { meetingVideoId: string; reason?: string }[]): string {
  return kept.map(({ meetingVideoId, reason }) => `${meetingVideoId} (${reason})`).join(', ');
}
