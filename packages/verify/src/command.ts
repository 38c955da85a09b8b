// First contact with the real API: tries what the contract assumes, and reports what it observed.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { baseUrlOf, InvalidRequestError, servers } from 'iinked-sign';
import { createApi } from './api.ts';
import { CannotVerifyError } from './CannotVerifyError.ts';
import { deleteNamed, namedVideo } from './deletion.ts';
import { readEvidence } from './evidence.ts';
import { findingsOf, linesOf, reportOf } from './report.ts';

const help = `Usage: npm run verify -- --server SERVER [--delete PACKAGE/VIDEO] [--report FILE]

  --server SERVER         sandbox-us, sandbox-eu, us, ca, eu, or the address of a private instance
  --delete PACKAGE/VIDEO  also delete this one video, in a sandbox, and observe what happens
  --report FILE           where to write the report (default iinked-sign-report.md)

The key is read from the environment variable IINKED_SIGN_API_KEY. Without --delete it only reads.`;

main().catch((error: unknown) => {
  const isForPeople = error instanceof CannotVerifyError || error instanceof InvalidRequestError;
  console.error(
    isForPeople ? error.message : `The verification failed: ${error instanceof Error ? error.message : error}`,
  );
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string' },
      delete: { type: 'string' },
      report: { type: 'string', default: 'iinked-sign-report.md' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(help);
  if (values.server === undefined) throw new CannotVerifyError('--server is missing. Try --server sandbox-us.');
  const apiKey = process.env.IINKED_SIGN_API_KEY;
  if (!apiKey) throw new CannotVerifyError('Set IINKED_SIGN_API_KEY to the key to verify with.');
  const server = baseUrlOf(values.server);
  const named = values.delete === undefined ? undefined : namedVideo(values.delete, server);
  const api = createApi(server, apiKey);
  const evidence = await readEvidence(api);
  const deletion = named && (await deleteNamed(api, server, named));
  const findings = findingsOf({ ...evidence, deletion });
  console.log(`${linesOf(findings)}\n`);
  const file = resolve(process.env.INIT_CWD ?? '.', values.report);
  await writeFile(
    file,
    reportOf(findings, values.server in servers ? values.server : 'a private instance', new Date()),
  );
  console.log(`Wrote ${file}. Please attach it to an issue: it holds no key, no link and no name.`);
}
