import { type Client, instantOf, type Package, visibleText } from 'iinked-sign';
import { type IDataObject, type INodeExecutionData, type IPollFunctions, NodeOperationError } from 'n8n-workflow';
import { simplified, whole } from '../IinkedSign/resources/package/simplified.ts';
import { nodeError } from '../IinkedSign/shared/errors.ts';
import { switchOf } from '../IinkedSign/shared/fields.ts';
import { connect } from '../IinkedSign/shared/transport.ts';
import { recall, remember, type Seen } from './memory.ts';
import { type Watch, watchOf } from './watch.ts';

const pageSize = 50;
const dayMs = 24 * 60 * 60 * 1000;
/** How many of the newest packages are remembered: an older one that is not among them is not new. */
const mostNewest = 1000;
/** How many packages may be in the states that are watched: each of them is remembered. */
const mostInStates = 10_000;

/**
 * Looks for packages that start the workflow, the oldest first. In a test by hand it gives the newest one as a sample, and
 * remembers nothing.
 *
 * @returns Nothing when there is nothing new.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
  const { client, server } = await connect(context);
  try {
    const watch = watchOf(context);
    const shape = switchOf('simplify', context.getNodeParameter('simplify')) ? simplified : whole;
    const found =
      context.getMode() === 'manual'
        ? [await sample(context, client, watch)]
        : await news(context, client, watch, server);
    return found.length > 0 ? [found.map((item) => ({ json: shape(item) }))] : null;
  } catch (error) {
    throw nodeError(context, error, { server });
  }
}

async function sample(context: IPollFunctions, client: Client, { query }: Watch): Promise<Package> {
  const { items } = await client.packages.list({ ...query, sortBy: 'created', take: 1 });
  const [newest] = items;
  if (newest) return newest;
  throw new NodeOperationError(context.getNode(), 'No package meets the filters now, so there is no sample to show.', {
    description: 'Check the filters. Once the workflow is published, packages start it as they come to meet them.',
  });
}

async function news(context: IPollFunctions, client: Client, watch: Watch, server: string): Promise<Package[]> {
  const data = context.getWorkflowStaticData('node');
  const about = JSON.stringify([watch, server, context.getNode().credentials?.iinkedSignApi?.id]);
  const since = startOf(watch);
  const known = recall(data, about);
  const listed = await list(client, watch, since, (item) => known !== undefined && isNew(item, watch, known));
  return settle(data, about, watch, since, listed);
}

/** Tells what is new and remembers it, in one go: another poll may have run meanwhile. */
function settle(data: IDataObject, about: string, watch: Watch, since: number, listed: Package[]): Package[] {
  const known = recall(data, about);
  const fresh = known === undefined ? listed : listed.filter((item) => isNew(item, watch, known));
  if (known !== undefined && fresh.length === 0) return [];
  const seen: Seen = new Map(known);
  for (const item of fresh) seen.set(keyOf(item, watch), createdOf(item));
  remember(data, about, watch.states.length > 0 ? createdSince(seen, since - dayMs) : newestOf(seen));
  // At first there is nothing to compare with: what is there then does not start the workflow.
  return known === undefined ? [] : fresh.reverse();
}

/** Reads packages, the newest first: in states back to `since`, else until there is nothing new for a page. */
async function list(
  client: Client,
  watch: Watch,
  since: number,
  isFresh: (item: Package) => boolean,
): Promise<Package[]> {
  const listed: Package[] = [];
  let newest: number | undefined;
  let inRow = 0;
  for await (const item of client.packages.listAll({ ...watch.query, sortBy: 'created', take: pageSize })) {
    const created = instantOf(item.timeCreated);
    newest ??= created;
    if (created !== undefined && newest !== undefined && created > newest) throw new Error(outOfOrder);
    if (created !== undefined && created < since) break;
    if (watch.states.length === 0) {
      inRow = isFresh(item) ? 0 : inRow + 1;
      listed.push(item);
      if (inRow === pageSize) break;
    } else if (stateOf(item, watch) !== undefined) {
      listed.push(item);
      if (listed.length > mostInStates) throw new Error(tooMany);
    }
  }
  return listed;
}

const outOfOrder =
  'The API did not list the newest packages first, so packages may be missed. Nothing was started. Use a Schedule Trigger and Package: Get Many instead.';

const tooMany = `More than ${mostInStates} packages are in these states. Nothing was started. Set fewer days in 'Created in the Last (Days)', or more filters.`;

function startOf({ createdWithinDays }: Watch): number {
  return createdWithinDays === undefined ? Number.NEGATIVE_INFINITY : Date.now() - createdWithinDays * dayMs;
}

function isNew(item: Package, watch: Watch, known: Seen): boolean {
  if (known.has(keyOf(item, watch))) return false;
  // As packages are deleted, older ones come to be among the newest.
  return watch.states.length > 0 || known.size === 0 || createdOf(item) >= Math.min(...known.values());
}

function keyOf(item: Package, watch: Watch): string {
  return `${stateOf(item, watch) ?? ''}/${item.packageId}`;
}

/** The state for which a package counts: what the API says, else the only one that it was asked for. */
function stateOf({ state }: Package, { states }: Watch): string | undefined {
  const shown = visibleText(state).toLowerCase();
  if (shown === '' && states.length === 1) return states[0]?.toLowerCase();
  return states.map((each) => each.toLowerCase()).find((each) => each === shown);
}

/** Without a readable date a package counts as created now. */
function createdOf({ timeCreated }: Package): number {
  return instantOf(timeCreated) ?? Date.now();
}

function createdSince(seen: Seen, since: number): Seen {
  return new Map([...seen].filter(([, created]) => created >= since));
}

function newestOf(seen: Seen): Seen {
  return new Map([...seen].sort(([, one], [, other]) => other - one).slice(0, mostNewest));
}
