import type { Package, PackageQuery } from 'iinked-sign';
import { clientFor } from '../connection.ts';
import { DONE, type ExitCode } from '../exitCodes.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { several, timeInWords } from '../words.ts';

export type PackagesOptions = {
  search?: string | undefined;
  state?: string[] | undefined;
  type?: string[] | undefined;
  folder?: string | undefined;
  team?: string | undefined;
  member?: string | undefined;
  allMembers?: boolean | undefined;
  server?: string | undefined;
  json?: boolean | undefined;
};

/** Lists packages. */
export async function run(terminal: Terminal, options: PackagesOptions): Promise<ExitCode> {
  const client = await clientFor(terminal, options);
  const packages = await all(terminal, client.packages.listAll(queryOf(options), { signal: terminal.signal }));
  terminal.print(options.json ? JSON.stringify(packages.map(factsOf), null, 2) : tableOf(header, packages.map(rowOf)));
  terminal.say(`${several(packages.length, 'package')}.`);
  return DONE;
}

async function all(terminal: Terminal, listed: AsyncIterable<Package>): Promise<Package[]> {
  const packages: Package[] = [];
  const progress = terminal.progress('Packages');
  try {
    for await (const each of listed) progress.update(packages.push(each));
    return packages;
  } finally {
    progress.end();
  }
}

function queryOf(options: PackagesOptions): { [field in keyof PackageQuery]: PackageQuery[field] | undefined } {
  const { search, state, type, folder, team, member, allMembers } = options;
  return { search, states: state, types: type, folderId: folder, teamId: team, memberId: member, allMembers };
}

const fields = [
  'packageId',
  'name',
  'state',
  'type',
  'isExecuted',
  'timeCreated',
  'timeExecuted',
  'matterNumber',
  'clientNumber',
  'folderId',
  'teamId',
  'memberId',
] as const;

/** What is told of a package for a program: nothing that the contract does not know, for it may hold a link. */
function factsOf(item: Package): object {
  return Object.assign({}, ...fields.map((field) => ({ [field]: item[field] ?? null })));
}

const header = ['PACKAGE', 'NAME', 'STATE', 'CREATED', 'EXECUTED', 'MATTER', 'CLIENT'];

function rowOf({ packageId, name, state, timeCreated, timeExecuted, matterNumber, clientNumber }: Package) {
  return [packageId, name, state, timeInWords(timeCreated), timeInWords(timeExecuted), matterNumber, clientNumber];
}
