import type { Client } from 'iinked-sign';
import { type DeletionPlan, planDeletion } from 'iinked-sign/retention';
import { clientFor, sealKeyOf, serverOf } from '../connection.ts';
import { DONE, ERROR, type ExitCode, exitCodeOfError, KEY, REFUSED } from '../exitCodes.ts';
import { explained } from '../files/explained.ts';
import { type Inputs, readInputs } from '../files/inputs.ts';
import { problemOf } from '../problem.ts';
import { tellProgress } from '../retentionProgress.ts';
import type { Terminal } from '../terminal.ts';
import { several } from '../words.ts';

export type CheckOptions = {
  policy?: string | undefined;
  /** The file of the holds; `false` where there are none, with `--no-holds`; `true` where nothing is given. */
  holds?: string | boolean | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** What a check found. */
type Finding = {
  about: 'policy' | 'holds' | 'server' | 'access' | 'plan';
  /** `attention` is no problem, but a person should know it. */
  state: 'ok' | 'attention' | 'problem';
  words: string;
};

/** Tells what would go wrong with a plan: it is made as `plan` makes it, and not kept. Only reads. */
export async function run(terminal: Terminal, options: CheckOptions): Promise<ExitCode> {
  const findings: Finding[] = [];
  const codes: ExitCode[] = [];

  /** Does one part of the check, and notes what came of it. */
  async function examine<Value>(
    about: Finding['about'],
    part: () => Value | Promise<Value>,
    words: (value: Value) => string,
  ): Promise<Value | undefined> {
    try {
      const value = await part();
      findings.push({ about, state: 'ok', words: words(value) });
      return value;
    } catch (error) {
      terminal.signal.throwIfAborted();
      findings.push({ about, state: 'problem', words: problemOf(error) });
      codes.push(exitCodeOfError(error));
      return undefined;
    }
  }

  const withoutHolds = await examine(
    'policy',
    () => readInputs({ ...options, holds: false }),
    ({ policy }) => policy.file,
  );
  const inputs = withoutHolds && (await examine('holds', () => readInputs(options), holdsInWords));
  const given = { server: options.server, policy: withoutHolds?.policy };
  const server = await examine('server', () => serverOf(terminal, given), String);
  const client =
    server &&
    (await examine(
      'access',
      () => accepted(terminal, server),
      () => 'the server accepts the key',
    ));
  if (client && inputs) {
    const plan = await examine('plan', () => planned(terminal, client, inputs), planInWords);
    const unmatched = plan ? unmatchedIn(plan, inputs) : [];
    if (unmatched.some(({ state }) => state === 'problem')) codes.push(REFUSED);
    findings.push(...unmatched);
  }

  const ok = codes.length === 0;
  terminal.print(options.json ? JSON.stringify({ ok, findings }, null, 2) : findings.map(lineOf).join('\n'));
  if (ok) terminal.say('\nNext: iinked-sign plan --out RUN');
  return ok ? DONE : ([KEY, REFUSED].find((code) => codes.includes(code)) ?? ERROR);
}

async function accepted(terminal: Terminal, server: string): Promise<Client> {
  const client = await clientFor(terminal, { server });
  await client.packages.list({ take: 1 }, { signal: terminal.signal });
  return client;
}

/** The plan, with every hold that matches nothing reported, so that each is told. */
async function planned(terminal: Terminal, client: Client, inputs: Inputs): Promise<DeletionPlan> {
  const sealKey = await sealKeyOf(terminal);
  const progress = tellProgress(terminal, 'plan');
  const options = { signal: terminal.signal, onProgress: progress.onProgress, ...(sealKey && { sealKey }) };
  const rules = { ...inputs.policy.rules, hold: { ...inputs.hold, unmatched: 'report' } } as const;
  try {
    return await planDeletion(client, rules, options);
  } catch (error) {
    throw explained(error, inputs);
  } finally {
    progress.end();
  }
}

function holdsInWords({ holds }: Inputs): string {
  return holds ? `${holds.file}, ${several(holds.count, 'hold')}` : 'none, by --no-holds';
}

function planInWords({ totals, mayBeIncomplete }: DeletionPlan): string {
  const packages = totals.packages + totals.skipped;
  if (packages === 0) return 'NOTHING MATCHED: no package is within the rules';
  const doubt = mayBeIncomplete ? '; packages went away while they were listed' : '';
  return `would delete ${several(totals.delete, 'video')} and keep ${several(totals.keep, 'video')}, of ${several(packages, 'package')} within the rules${doubt}`;
}

/** The holds that match nothing. Matter and client numbers may: a register has many without recordings. */
function unmatchedIn({ unmatchedHolds }: DeletionPlan, { holds, hold }: Inputs): Finding[] {
  return unmatchedHolds.map(({ field, value, near }) => {
    const isNumber = field === 'matterNumbers' || field === 'clientNumbers';
    const line = holds?.lineOfValue(field, value);
    const place = line === undefined ? '' : `${holds?.file}:${line}: `;
    const name = typeof value === 'string' ? value : `${value.packageId}/${value.meetingVideoId}`;
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    return {
      about: 'holds',
      state: isNumber || hold.unmatched === 'report' ? 'attention' : 'problem',
      words: `${place}${name} in ${field} matches nothing.${meant}`,
    };
  });
}

function lineOf({ about, state, words }: Finding): string {
  return `${state.padEnd(9)}  ${about.padEnd(6)}  ${words}`;
}
