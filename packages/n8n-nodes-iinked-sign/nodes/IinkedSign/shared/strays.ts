import type { IExecuteFunctions, INodeParameters, INodeProperties } from 'n8n-workflow';

/**
 * Names that no operation has, but that somebody who writes a workflow by hand may think of: those of the client's own options,
 * and the fields of this node in other spellings.
 */
const imagined = [
  'onlyIf',
  'onlyif',
  'only_if',
  'onlyIfOlder',
  'onlyIfOlderThanDays',
  'onlyIfOlderThanUnit',
  'onlyIfAge',
  'onlyIfStates',
  'onlyIfHold',
  'onlyIfRetention',
  'onlyIfRetentionIsOver',
  'onlyIfRetentionPassed',
  'retentionOver',
  'retentionIsOver',
  'unchanged',
  'condition',
  'conditions',
  'rule',
  'rules',
  'older_than',
  'olderThanDays',
  'olderThanMonths',
  'olderThanYears',
  'age',
  'minAge',
  'since',
  'cutoff',
  'filter',
  'query',
  'scope',
  'packages',
  'hold',
  'holds',
  'held',
  'legalHold',
  'legalHolds',
  'holdPackageId',
  'holdPackages',
  'holdVideos',
  'holdVideoId',
  'holdVideoIds',
  'holdMeetingVideoId',
  'holdMatterNumber',
  'holdMatters',
  'holdClientNumber',
  'holdClients',
  'holdFolderId',
  'holdFolders',
  'holdTeamId',
  'holdTeams',
  'holdMemberId',
  'holdMembers',
  'keep',
  'exclude',
  'unmatched',
  'unmatchedHold',
  'limits',
  'maxVideo',
  'videos',
  'share',
  'maximumShare',
  'maxAge',
  'maxAgeHour',
  'approval',
  'approvalNeeded',
  'requiredApprovals',
  'requireArchived',
  'report',
  'strike',
  'strikes',
  'strikePackageId',
  'strikePackages',
  'strikeVideoIds',
  'strikeVideos',
  'strikeMeetingVideoId',
  'dryrun',
  'dry_run',
  'DryRun',
  'isDryRun',
  'preview',
  'simulate',
  'allowDeletingAll',
  'allowDeletingAllVideos',
] as const;

/** What tells that nothing was stated. */
const nothing = '';

/**
 * Adds to the parameters of the node what makes n8n hand over everything that a workflow states.
 *
 * Before a node runs, n8n drops each parameter that the node does not have or show, and what a collection does not know; a
 * collection that is no object becomes an empty one. A condition or a hold that is lost like this deletes. So a name that is
 * not taken here is a hidden parameter here, whose value says that it was stated, and each collection has a hidden twin, which
 * is its value as it was stated.
 */
export function withStrays(properties: readonly INodeProperties[]): INodeProperties[] {
  const resources = ['deletionPlan', 'package', 'video'];
  const names = new Set(properties.map(({ name }) => name).filter((name) => !isOfEveryOperation(name)));
  for (const { name, type } of properties) if (type === 'notice') names.delete(name);
  const strays = [...names, ...imagined].flatMap((name) =>
    resources.flatMap((resource) => straysOf(name, resource, properties)),
  );
  return [...properties, ...twins(properties), ...strays];
}

/**
 * Rejects what a workflow states and the operation does not take.
 *
 * @throws {Error} that names it.
 */
export function assertNoStrays(
  context: IExecuteFunctions,
  properties: readonly INodeProperties[],
  chosen: { resource: string; operation: string },
): void {
  const { parameters } = context.getNode();
  const all = { ...parameters, ...chosen };
  for (const [name, value] of Object.entries(parameters)) {
    if (value === nothing || !properties.some((each) => each.name === name && each.type === 'hidden')) continue;
    if (properties.some((each) => each.name === name && isTaken(each, all))) continue;
    const problem = `The operation '${chosen.operation}' has no parameter '${name}', so what it states would be lost.`;
    throw new Error(`${problem} Nothing was sent and nothing was deleted. Remove it from the node, or rename it.`);
  }
}

// A list of options lets the editor forget the value when somebody chooses another operation, where the value would now stray.
const forgotten = { type: 'hidden', default: nothing, options: [] } as const satisfies Partial<INodeProperties>;

function straysOf(name: string, resource: string, properties: readonly INodeProperties[]): INodeProperties[] {
  const stray = { displayName: name, name, ...forgotten };
  const taken = properties.filter((each) => each.name === name && shows(each, 'resource').includes(resource));
  const operations = taken.flatMap((each) => shows(each, 'operation'));
  // Taken by every operation.
  if (taken.length > 0 && operations.length === 0) return [];
  const elsewhere: INodeProperties = {
    ...stray,
    displayOptions: {
      show: { resource: [resource] },
      ...(operations.length > 0 && { hide: { operation: operations } }),
    },
  };
  const otherwise = taken.flatMap(({ displayOptions: { show = {} } = {} }): INodeProperties[] => {
    const [packagesBy] = show.packagesBy ?? [];
    if (packagesBy === undefined) return [];
    const other = packagesBy === 'ids' ? 'query' : 'ids';
    return [{ ...stray, displayOptions: { show: { ...show, packagesBy: [other] } } }];
  });
  return [elsewhere, ...otherwise];
}

function twins(properties: readonly INodeProperties[]): INodeProperties[] {
  return properties
    .filter(({ type }) => type === 'collection')
    .map(({ displayName, name, displayOptions = {} }) => ({
      displayName,
      name,
      ...forgotten,
      default: {},
      displayOptions,
    }));
}

function isOfEveryOperation(name: string): boolean {
  return name === 'resource' || name === 'operation';
}

/** Whether an operation takes a parameter: a hidden one is there to be rejected. */
function isTaken({ type, displayOptions: { show = {} } = {} }: INodeProperties, parameters: INodeParameters): boolean {
  if (type === 'hidden') return false;
  return ['resource', 'operation', 'packagesBy'].every((key) => {
    const values: readonly unknown[] | undefined = show[key];
    return values === undefined || values.includes(parameters[key]);
  });
}

function shows({ displayOptions: { show = {} } = {} }: INodeProperties, key: 'resource' | 'operation'): string[] {
  return (show[key] ?? []).filter((value) => typeof value === 'string');
}
