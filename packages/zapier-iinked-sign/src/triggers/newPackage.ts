import { InvalidRequestError, instantOf, type Package } from 'iinked-sign';
import { defineInputFields, defineTrigger } from 'zapier-platform-core';
import { withZapierErrors } from '../errors.ts';
import { allMembersField, createdInLastField, executedMoreThanField, packageStateField } from '../fields.ts';
import { assertOnlyFields, countOf, type Input, isLeftEmpty } from '../input.ts';
import { type PackageOutput, packageFields, packageOutput, packageSample } from '../output/package.ts';
import { queryOf } from '../packageQuery.ts';
import { byNewest, isOlder, newestPackages } from '../packages.ts';
import { type Pages, pagesOf, tooManyPackages } from '../pages.ts';
import { clientFor } from '../transport.ts';

const inputFields = defineInputFields([
  {
    ...packageStateField,
    helpText:
      'Choose *Executed* to start the Zap when a package is executed, and so on; *Created in the Last* is required with it. Left empty, the Zap starts when a package is created.',
  },
  executedMoreThanField,
  createdInLastField,
  allMembersField,
]);

/** Starts a Zap for each package that is created, or that reaches a state. Zapier knows by its `id` which one is new. */
export const newPackage = defineTrigger({
  key: 'new_package',
  noun: 'Package',
  display: {
    label: 'New Package',
    description: 'Triggers when a package is created, or when it reaches the state that you choose.',
  },
  operation: {
    type: 'polling',
    inputFields,
    perform: (z, { authData, meta, ...bundle }) =>
      withZapierErrors(z, 'read', async () => {
        assertOnlyFields(bundle, inputFields);
        const query = queryOf(bundle);
        const days = daysOf(bundle, query.states !== undefined);
        const now = Date.now();
        const pages = pagesOf(clientFor(z, authData), query);
        const isDue = (item: Package) =>
          days.executed === undefined || isOlder(item, { days: days.executed, since: 'executed' }, now);
        const packages = meta?.isLoadingSample
          ? samplesOf(await newestPackages(pages, looksForSamplesIn), isDue)
          : (await packagesSince(pages, now - days.created * day)).filter(isDue);
        const most = meta?.limit !== undefined && meta.limit > 0 ? meta.limit : packages.length;
        return outputOf(packages.sort(byNewest).slice(0, most));
      }),
    outputFields: packageFields,
    sample: packageSample,
  },
});

// Zapier polls at least every quarter of an hour. A poll that failed, and those after it, are made up for by the next.
const daysOfCreated = 2;

const day = 86_400_000;

// The oldest age that the client knows: a century.
const mostDays = 36_525;

/** Reads how many days ago a package may have been created, and must have been executed. */
function daysOf(bundle: Input, isOfState: boolean): { created: number; executed?: number } {
  const executed = isLeftEmpty(executedMoreThanField, bundle) ? undefined : countOf(executedMoreThanField, bundle);
  const { label } = createdInLastField;
  if (isLeftEmpty(createdInLastField, bundle)) {
    if (!isOfState && executed === undefined) return { created: daysOfCreated };
    const other = executed === undefined ? packageStateField : executedMoreThanField;
    throw new InvalidRequestError(label, `must be given with ${other.label}`);
  }
  const created = countOf(createdInLastField, bundle);
  if (executed === undefined) return { created };
  if (executed > mostDays) throw new InvalidRequestError(executedMoreThanField.label, `must be at most ${mostDays}`);
  if (created > executed) return { created, executed };
  throw new InvalidRequestError(label, `must be a larger number than ${executedMoreThanField.label}`);
}

const looksForSamplesIn = 50;
const mostSamples = 3;

/** Packages for a test in the editor: those that start the Zap, or others where the newest do not yet. */
function samplesOf(packages: Package[], isDue: (item: Package) => boolean): Package[] {
  const due = packages.filter(isDue);
  return (due.length > 0 ? due : packages).sort(byNewest).slice(0, mostSamples);
}

/**
 * Reads the newest pages until one holds nothing that was created since. Others are left out: Zapier would take an older
 * package for a new one when it moves up to a page that is read.
 */
async function packagesSince(pages: Pages, since: number): Promise<Package[]> {
  const found = new Map<string, Package>();
  for await (const { items } of pages.newestFirst()) {
    const recent = items.filter(({ timeCreated }) => (instantOf(timeCreated) ?? 0) >= since);
    for (const item of recent) found.set(item.packageId, item);
    if (recent.length === 0) break;
  }
  if (pages.isTimeUp()) throw tooMany();
  return [...found.values()];
}

// A poll whose output has more than 6 MB fails.
const mostCharacters = 5_000_000;

function outputOf(packages: readonly Package[]): PackageOutput[] {
  const output = packages.map(packageOutput);
  if (JSON.stringify(output).length > mostCharacters) throw tooMany();
  return output;
}

function tooMany(): Error {
  return tooManyPackages(`Choose fewer days in ${createdInLastField.label}, or a state that fewer packages have.`);
}
