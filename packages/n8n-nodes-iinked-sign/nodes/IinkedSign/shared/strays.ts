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

const resources = ['deletionPlan', 'package', 'video'] as const;

/** What the node works on. */
type Resource = (typeof resources)[number];

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
  const names = new Set(properties.map(({ name }) => name).filter((name) => !isOfEveryOperation(name)));
  for (const { name, type } of properties) if (type === 'notice') names.delete(name);
  const strays = [...names, ...imagined].flatMap((name) =>
    resources.flatMap((resource) => straysOf(name, resource, properties)),
  );
  return [...properties, ...twins(properties), ...strays];
}

/**
 * Finds what a workflow states and the operation does not take.
 *
 * @returns What is wrong with it and what to do, if there is any.
 */
export function strayIn(
  context: IExecuteFunctions,
  properties: readonly INodeProperties[],
  chosen: { resource: string; operation: string },
): string | undefined {
  const { parameters } = context.getNode();
  const all = { ...parameters, ...chosen };
  const stray = Object.entries(parameters).find(([name, value]) => {
    const named = properties.filter((each) => each.name === name);
    return (
      value !== nothing && named.some(({ type }) => type === 'hidden') && !named.some((each) => isTaken(each, all))
    );
  });
  if (!stray) return undefined;
  const problem = `The operation '${chosen.operation}' has no parameter '${stray[0]}', so what it states would be lost.`;
  return `${problem} Nothing was sent and nothing was deleted. Remove it from the node, or rename it.`;
}

// A list of options lets the editor forget the value when somebody chooses another operation, where the value would now stray.
const forgotten = { type: 'hidden', default: nothing, options: [] } as const satisfies Partial<INodeProperties>;

/** Shows a parameter in some operations of a resource, also to the editor as it forgets. */
export function shownIn(
  resource: Resource,
  operations: readonly string[],
): NonNullable<INodeProperties['displayOptions']> {
  const { show, hide } = only(resource);
  return { show: { ...show, operation: [...operations] }, ...(hide && { hide }) };
}

// As it forgets, the editor knows no parameter that has its default: not the resource where it is this one.
const defaultResource = 'video';

function only(resource: Resource): Pick<NonNullable<INodeProperties['displayOptions']>, 'show' | 'hide'> {
  if (resource !== defaultResource) return { show: { resource: [resource] } };
  return { hide: { resource: resources.filter((each) => each !== resource) } };
}

function straysOf(name: string, resource: Resource, properties: readonly INodeProperties[]): INodeProperties[] {
  const stray = { displayName: name, name, ...forgotten };
  const { show: shown, hide: hidden } = only(resource);
  const taken = properties.filter((each) => each.name === name && allows(each, 'resource', resource));
  const operations = operationsOf(properties, resource);
  const takenBy = operations.filter((operation) => taken.some((each) => allows(each, 'operation', operation)));
  const hide = { ...hidden, ...(takenBy.length > 0 && { operation: takenBy }) };
  const elsewhere: INodeProperties = { ...stray, displayOptions: { ...(shown && { show: shown }), hide } };
  const otherwise = taken.flatMap(({ displayOptions: { show = {} } = {} }): INodeProperties[] => {
    const [packagesBy] = show.packagesBy ?? [];
    if (packagesBy === undefined) return [];
    const others = operations.filter((operation) => !show.operation?.includes(operation));
    const by = packagesBy === 'ids' ? 'query' : 'ids';
    const displayOptions = { show: { ...shown, packagesBy: [by] }, hide: { ...hidden, operation: others } };
    return [{ ...stray, displayOptions }];
  });
  return takenBy.length === operations.length ? otherwise : [elsewhere, ...otherwise];
}

/** The hidden twin of each collection. */
export function twins(properties: readonly INodeProperties[]): INodeProperties[] {
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
function isTaken(property: INodeProperties, parameters: INodeParameters): boolean {
  if (property.type === 'hidden') return false;
  return ['resource', 'operation', 'packagesBy'].every((key) => allows(property, key, parameters[key]));
}

/** Whether a parameter is shown where another one has this value. */
function allows(
  { displayOptions: { show = {}, hide = {} } = {} }: INodeProperties,
  key: string,
  value: unknown,
): boolean {
  const [shown, hidden]: (readonly unknown[] | undefined)[] = [show[key], hide[key]];
  return (shown === undefined || shown.includes(value)) && !hidden?.includes(value);
}

function operationsOf(properties: readonly INodeProperties[], resource: Resource): string[] {
  const choices = properties.filter((each) => each.name === 'operation' && allows(each, 'resource', resource));
  const values = choices.flatMap(({ options = [] }) => options.map((each) => 'value' in each && each.value));
  return [...new Set(values)].filter((value) => typeof value === 'string');
}
