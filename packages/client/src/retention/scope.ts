import { UnexpectedResponseError } from '../errors/UnexpectedResponseError.ts';
import type { PackageFacts } from '../facts.ts';
import { pagesOf } from '../paging.ts';
import { queryOf } from '../query.ts';
import type { Package, PackageQuery } from '../schemas.ts';
import { nameOf } from '../states.ts';
import { instantOf } from '../time.ts';
import { factsOf } from './packageReading.ts';
import type { Reader } from './reader.ts';
import type { PlannedScope } from './rules.ts';
import { isBefore } from './skipping.ts';

/** A package of the rules. One that is named by its id was not listed. */
export type ScopedPackage = { packageId: string; listed?: PackageFacts };

/** The packages that rules are about, each once, as their pages come. */
export async function* packagesIn(
  scope: PlannedScope,
  reader: Reader,
  onGap: () => void,
): AsyncGenerator<ScopedPackage, void, undefined> {
  if ('packageIds' in scope) {
    for (const packageId of scope.packageIds) yield { packageId };
    return;
  }
  const seen = new Set<string>();
  for await (const items of pagesOfQuery(queryOfScope(scope), reader, onGap)) {
    for (const item of items) {
      if (seen.has(item.packageId)) continue;
      seen.add(item.packageId);
      yield { packageId: item.packageId, listed: factsOf(item) };
    }
  }
}

const pageSize = 50;

/**
 * The pages of a query, one after the other.
 *
 * @param onGap Is called where packages may have been missed.
 */
export function pagesOfQuery(query: PackageQuery, reader: Reader, onGap: () => void): AsyncGenerator<Package[]> {
  return pagesOf({
    read: async (skip) => (await reader.page({ ...query, take: pageSize, skip })).value,
    skip: 0,
    onGap,
    contradiction: (problem) =>
      new UnexpectedResponseError(`A page of packages ${problem}. Nothing was deleted.`, {
        mayHaveDeleted: false,
        status: 200,
      }),
  });
}

/** Tells whether a planned package is still one of those that the rules are about. */
export type InScope = (packageId: string, details: PackageFacts | 'unreadable' | 'notAsked') => boolean;

/**
 * Makes what tells whether planned packages are still in the scope: by what Get Package says of them, and by the pages of the
 * query where Get Package cannot say it.
 *
 * @param example What Get Package says of one of them, if any could be read.
 */
export async function scopeNow(
  scope: PlannedScope,
  planned: ReadonlySet<string>,
  { reader, example, isOver }: { reader: Reader; example: PackageFacts | undefined; isOver: () => boolean },
): Promise<InScope> {
  if ('packageIds' in scope) return () => true;
  const isPaged = mustBePaged(scope, example);
  const listed = isPaged ? await listedOf(scope, planned, reader, isOver) : planned;
  return (packageId, details) => listed.has(packageId) && meetsScope(details, scope, isPaged);
}

/**
 * Whether a package is in the scope by what Get Package says of it. One that cannot be read is kept for that reason.
 *
 * @param otherwise What holds where Get Package does not say something that the scope asks for.
 */
export function meetsScope(details: PackageFacts | string, scope: PlannedScope, otherwise = true): boolean {
  if ('packageIds' in scope || typeof details === 'string') return true;
  if (isBefore(instantOf(details.timeCreated), scope)) return false;
  return asked(scope).every((field) => {
    const value = details[saidByDetails[field]];
    if (value === undefined) return otherwise;
    if (field === 'isExecuted') return value === scope.isExecuted;
    const kind = field === 'states' ? 'packageState' : 'packageType';
    return typeof value === 'string' && scope[field]?.includes(nameOf(kind, value)) === true;
  });
}

const pagedOnly = ['search', 'days', 'folderId', 'teamId', 'memberId'] as const;
const saidByDetails = { states: 'state', types: 'type', isExecuted: 'isExecuted' } as const;

function mustBePaged(scope: QueryScope, example: PackageFacts | undefined): boolean {
  if (pagedOnly.some((field) => field in scope)) return true;
  return example !== undefined && asked(scope).some((field) => example[saidByDetails[field]] === undefined);
}

function asked(scope: QueryScope): (keyof typeof saidByDetails)[] {
  return (['states', 'types', 'isExecuted'] as const).filter((field) => scope[field] !== undefined);
}

/** The planned packages that the query still finds. Once all are found, no further page is read. */
async function listedOf(
  scope: QueryScope,
  planned: ReadonlySet<string>,
  reader: Reader,
  isOver: () => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  // What is missed is kept.
  const onGap = () => undefined;
  for await (const items of pagesOfQuery(queryOfScope(scope), reader, onGap)) {
    for (const { packageId } of items) if (planned.has(packageId)) found.add(packageId);
    if (found.size === planned.size || isOver()) break;
  }
  return found;
}

type QueryScope = Exclude<PlannedScope, { packageIds: string[] }>;

function queryOfScope({ createdFrom: _, ...query }: QueryScope): PackageQuery {
  return queryOf(query);
}
