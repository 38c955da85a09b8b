import { Argument, Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import packageJson from '../package.json' with { type: 'json' };

const server = new Option(
  '--server <server>',
  'us, ca, eu, sandbox-us, sandbox-eu, or the address of a private instance',
);
const json = new Option('--json', 'write the result as JSON');
const quiet = new Option('--quiet', 'tell nothing but warnings and errors');
const dryRun = new Option('--dry-run', 'tell what would be deleted, and delete nothing');
const policy = new Option('--policy <file>', 'the retention policy (default: retention.json)');
const holds = new Option('--holds <file>', 'the legal holds (default: holds.csv beside the policy)');
const noHolds = new Option('--no-holds', 'there are no legal holds');
const by = new Option('--by <name>', 'who decides').makeOptionMandatory();
const note = new Option('--note <text>', 'why, such as the number of a ticket');
const packageId = new Argument('<package>', 'the id of the package');
const videoId = new Argument('<video>', 'the id of the video');
const run = new Argument('<run>', 'the folder of the run');

/** The commands and their options. What a command does is loaded when it runs. */
export function createProgram(): Command {
  const program = new Command('iinked-sign')
    .description('Deletes the recorded videos of iinked Sign that you mean, and no others.')
    .version(packageJson.version)
    .helpCommand(false)
    .showHelpAfterError('(add --help for what it takes)')
    .exitOverride()
    .addHelpText('after', afterHelp);

  program.commandsGroup('Look, and delete from one package:');

  program
    .command('packages')
    .description('list packages')
    .option('--search <text>', 'only packages that this text is found in')
    .option('--state <state>', 'only packages in this state; can be given several times', collect)
    .option('--type <type>', 'only packages of this type; can be given several times', collect)
    .option('--folder <folder>', 'only packages in this folder')
    .option('--team <team>', 'only packages of this team')
    .option('--member <member>', 'only packages of this member')
    .option('--all-members', 'also packages of other members')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (options) => {
      const { run } = await import('./commands/packages.ts');
      await execute(options, (terminal) => run(terminal, options));
    });

  program
    .command('videos')
    .description('list the videos of a package')
    .addArgument(packageId)
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (packageId, options) => {
      const { run } = await import('./commands/videos.ts');
      await execute(options, (terminal) => run(terminal, { ...options, packageId }));
    });

  program
    .command('delete')
    .description('delete one video')
    .addArgument(packageId)
    .addArgument(videoId)
    .addOption(dryRun)
    .option('--under-retention', 'delete it although its retention is not over')
    .option('--confirm <video>', 'consents where nobody can be asked: the id of the video again')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (packageId, meetingVideoId, options) => {
      const { run } = await import('./commands/delete.ts');
      await execute(options, (terminal) => run(terminal, { ...options, packageId, meetingVideoId }));
    });

  program
    .command('delete-all')
    .description('delete every video of a package')
    .addArgument(packageId)
    .addOption(dryRun)
    .option('--confirm <package>', 'consents where nobody can be asked: the id of the package again')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (packageId, options) => {
      const { run } = await import('./commands/deleteAll.ts');
      await execute(options, (terminal) => run(terminal, { ...options, packageId }));
    });

  program.commandsGroup('Delete by a retention policy:');
  program
    .command('init')
    .description('write a retention policy and a list of legal holds to fill in')
    .argument('[folder]', 'where to write them', '.')
    .addOption(json)
    .addOption(quiet)
    .action(async (folder, options) => {
      const { run } = await import('./commands/init.ts');
      await execute(options, (terminal) => run(terminal, { ...options, folder }));
    });

  program
    .command('check')
    .description('tell what would go wrong: with the key, the server, the policy, each hold')
    .addOption(policy)
    .addOption(holds)
    .addOption(noHolds)
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (options) => {
      const { run } = await import('./commands/check.ts');
      await execute(options, (terminal) => run(terminal, options));
    });

  program
    .command('plan')
    .description('plan what to delete by the policy; deletes nothing')
    .requiredOption('--out <run>', 'the folder of the run, which must be new')
    .addOption(policy)
    .addOption(holds)
    .addOption(noHolds)
    .option('--detailed-exitcode', 'end with 2 when there are videos to delete')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (options) => {
      const { run } = await import('./commands/plan.ts');
      await execute(options, (terminal) => run(terminal, options));
    });

  program
    .command('show')
    .description('show a document, or the plan of a run; needs no key')
    .argument('<file>', 'a document, or the folder of a run')
    .addOption(
      new Option('--format <format>', 'how')
        .choices(['text', 'markdown', 'page', 'csv', 'json'] as const)
        .default('text' as const),
    )
    .option('--time-zone <zone>', 'the zone of all times, such as America/Toronto', 'UTC')
    .addOption(json)
    .addOption(quiet)
    .action(async (file, options) => {
      const { run } = await import('./commands/show.ts');
      await execute(options, (terminal) => run(terminal, { ...options, file }));
    });

  program
    .command('archive')
    .description('download what the plan of a run would delete, and prove each copy; again to go on')
    .addArgument(run)
    .requiredOption('--to <folder>', 'where the copies go')
    .addOption(json)
    .addOption(quiet)
    .action(async (runFolder, options) => {
      const { run } = await import('./commands/archive.ts');
      await execute(options, (terminal) => run(terminal, { ...options, run: runFolder }));
    });

  program
    .command('approve')
    .description('approve the plan of a run; sends nothing')
    .addArgument(run)
    .addOption(by)
    .addOption(note)
    .option('--strike <video>', 'keep this video; can be given several times', collect)
    .addOption(json)
    .addOption(quiet)
    .action(async (runFolder, options) => {
      const { run } = await import('./commands/approve.ts');
      await execute(options, (terminal) => run(terminal, { ...options, run: runFolder }));
    });

  program
    .command('reject')
    .description('reject the plan of a run; sends nothing')
    .addArgument(run)
    .addOption(by)
    .addOption(note)
    .addOption(json)
    .addOption(quiet)
    .action(async (runFolder, options) => {
      const { run } = await import('./commands/reject.ts');
      await execute(options, (terminal) => run(terminal, { ...options, run: runFolder }));
    });

  program
    .command('apply')
    .description('delete what the plan of a run says; again to go on after an interruption')
    .addArgument(run)
    .addOption(policy)
    .addOption(holds)
    .addOption(noHolds)
    .addOption(dryRun)
    .option('--max-age-hours <hours>', 'refuse a plan that is older (default: the policy, else 168)', hoursOf)
    .option('--confirm <plan>', 'consents where nobody can be asked and no approval is needed: the id of the plan')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (runFolder, options) => {
      const { run } = await import('./commands/apply.ts');
      await execute(options, (terminal) => run(terminal, { ...options, run: runFolder }));
    });

  program
    .command('audit')
    .description('verify what became of a plan, and write the receipt')
    .addArgument(run)
    .addOption(policy)
    .addOption(holds)
    .addOption(noHolds)
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (runFolder, options) => {
      const { run } = await import('./commands/audit.ts');
      await execute(options, (terminal) => run(terminal, { ...options, run: runFolder }));
    });

  program.commandsGroup('First contact with a server:');
  program
    .command('verify')
    .description('try on the API what this project assumes about it, and write a report; only reads without --delete')
    .option('--delete <package/video>', 'also delete this one video, in a sandbox or on the emulator')
    .option('--confirm <video>', 'consents where nobody can be asked: the id of the video again')
    .option('--report <file>', 'where to write the report (default: iinked-sign-report.md)')
    .addOption(server)
    .addOption(json)
    .addOption(quiet)
    .action(async (options) => {
      const { run } = await import('./commands/verify.ts');
      await execute(options, (terminal) => run(terminal, options));
    });

  for (const command of program.commands) rejectBoth(command, 'holds', 'no-holds');
  return program;
}

const afterHelp = `
The API key comes from IINKED_SIGN_API_KEY, or from the file that IINKED_SIGN_API_KEY_FILE names. A policy begins with
iinked-sign init; without one, iinked-sign delete PACKAGE VIDEO deletes one video, once you have typed its id.`;

/** Rejects a command with both of two options, of which the last would win without a word. */
function rejectBoth(command: CommandUnknownOpts, one: string, other: string): void {
  const given = new Set<string>();
  for (const name of [one, other]) {
    command.on(`option:${name}`, () => {
      given.add(name);
      if (given.size === 2) command.error(`error: --${one} and --${other} say different things. Give one.`);
    });
  }
}

async function execute(...given: Parameters<typeof import('./execute.ts').execute>): Promise<void> {
  const { execute } = await import('./execute.ts');
  await execute(...given);
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (text.trim() === '' || !(hours > 0)) throw new InvalidArgumentError('It must be a number of hours above 0.');
  return hours;
}
