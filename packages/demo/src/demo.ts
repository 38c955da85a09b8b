import { createClient } from 'iinked-sign';
import { aPackage, aVideo, startEmulator } from 'iinked-sign-emulator';
import { integrationsOf } from './integrations.ts';

const began = performance.now();
const videos = Array.from({ length: 6 }, (_, index) => aVideo({ meetingVideoId: `video-${index + 1}` }));
const lease = aPackage({ packageId: 'package-1', name: 'Purchase agreement', videos });
const emulator = await startEmulator({ packages: [lease] });
const integrations = integrationsOf(emulator);

const left = () => emulator.packages.flatMap((each) => each.videos).filter(({ state }) => state !== 'deleted');

function say(text = ''): void {
  console.log(text);
}

/** Prints the requests that arrived after the first so many. */
function sayReceived(since: number): void {
  for (const { method, path, body, status } of emulator.requests.slice(since)) {
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
await createClient({ apiKey: emulator.apiKey, server: emulator.url }).videos.deleteAll({ packageId: lease.packageId });
say('  ✔ TypeScript program  client.videos.deleteAll({ packageId })');
sayReceived(since);
say(`      left          ${left().length} videos\n`);

await emulator.close();
const seconds = ((performance.now() - began) / 1000).toFixed(1);
say(`${videos.length - left().length} of ${videos.length} videos deleted in ${seconds} s, none of them by accident.`);
process.exitCode = sent === 0 && left().length === 0 ? 0 : 1;
