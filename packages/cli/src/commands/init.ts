import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { CommandError } from '../errors/CommandError.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { holdColumns } from '../files/holds.ts';
import { makeFolder, writeNew } from '../files/writeNew.ts';
import { quoted } from '../shell.ts';
import type { Terminal } from '../terminal.ts';

export type InitOptions = {
  folder: string;
  json?: boolean | undefined;
};

/** Writes a policy and a list of holds to fill in. What is there already stays as it is. */
export async function run(terminal: Terminal, { folder, json = false }: InitOptions): Promise<ExitCode> {
  const files = Object.entries(contents).map(([name, text]) => ({ file: join(folder, name), text }));
  for (const { file } of files) {
    const isThere = await stat(resolve(terminal.cwd, file)).catch(() => undefined);
    if (isThere) throw new CommandError(`${file} is there already. Nothing was written: choose another folder.`);
  }
  await makeFolder(resolve(terminal.cwd, folder));
  for (const { file, text } of files) await writeNew(resolve(terminal.cwd, file), text);
  const names = files.map(({ file }) => file);
  terminal.print(json ? JSON.stringify({ files: names }, null, 2) : names.join('\n'));
  const enter = folder === '.' ? '' : `cd ${quoted(folder)} && `;
  terminal.say('\nSet the server, the ages and the limits in retention.json, and put what is on hold in holds.csv.');
  terminal.say(`Next: ${enter}iinked-sign check`);
  return DONE;
}

const policy = {
  $schema: `https://unpkg.com/iinked-sign-cli@${packageJson.version}/retention.schema.json`,
  server: 'sandbox-us',
  timeZone: 'UTC',
  packages: { states: ['executed'], allMembers: true },
  olderThan: { years: 10, since: 'executed' },
  states: ['archived'],
  limits: { videos: 200, share: 0.5 },
  approvalsNeeded: 2,
  unmatchedHolds: 'reject',
  maxAgeHours: 168,
};

const contents = {
  'retention.json': `${JSON.stringify(policy, null, 2)}\n`,
  'holds.csv': `${holdColumns.join(',')}\n`,
  'README.md': `# Retention of recorded videos

- \`retention.json\` says which videos a plan may delete. An editor that knows JSON schemas explains each field.
- \`holds.csv\` names what must be kept, whatever its age: one hold a row, with one column filled, or \`packageId\` with
  \`meetingVideoId\`. It is read again by each apply and each audit. If nothing is on hold, say so with \`--no-holds\`.

The API key comes from \`IINKED_SIGN_API_KEY\`, or from the file that \`IINKED_SIGN_API_KEY_FILE\` names. With a key of its own in
\`IINKED_SIGN_SEAL_KEY\`, people can approve without the API key.

\`\`\`sh
iinked-sign check                                  # what would go wrong
iinked-sign plan --out runs/2027-01                # what would be deleted; deletes nothing
iinked-sign archive runs/2027-01 --to videos       # a copy of each video, where the policy has "requireArchive": true
iinked-sign approve runs/2027-01 --by "Jane Doe"   # by as many people as the policy asks for
iinked-sign apply runs/2027-01                     # deletes what was planned and approved, and what is not on hold by now
iinked-sign audit runs/2027-01                     # verifies it, and writes the receipt
\`\`\`

Keep the folder of a run: it has the plan, the approvals, a report of each apply, and the receipt. After an interruption,
apply the same run again.
`,
};
