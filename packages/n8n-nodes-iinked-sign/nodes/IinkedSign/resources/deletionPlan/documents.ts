import { InvalidRequestError } from 'iinked-sign';
import type { ApplyReport, Approval, DeletionPlan } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { given, isLeftEmpty, parsedJson } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

const planExpression = '={{ $json.plan }}';

/** The documents that operations on plans take. */
export const documentFields: INodeProperties[] = [
  {
    displayName: 'Plan',
    name: 'plan',
    type: 'json',
    required: true,
    default: planExpression,
    description:
      'The plan as Create returned it. Any change breaks its seal, and then it is refused. Left as it is, the plan of an earlier node is found as well.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'approve', 'audit'] } },
  },
  {
    displayName: 'Server and Videos',
    name: 'planSummary',
    type: 'string',
    default:
      '={{ $parameter.plan?.totals ? $parameter.plan.totals.delete + " videos to delete, " + ($parameter.plan.totals.bytes / 1e6).toFixed(1) + " MB, on " + $parameter.plan.server : "" }}',
    description: 'What the plan is about, to look at before the node is executed. It changes nothing.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'approve'] } },
  },
  {
    displayName: 'Approvals',
    name: 'approvals',
    type: 'json',
    default: '',
    placeholder: "e.g. ={{ $('Approve').all().map((item) => item.json.approval) }}",
    description: 'One approval, or an array of them, as Approve returned them: every one, at every apply',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'audit'] } },
  },
  {
    displayName: 'Reports',
    name: 'reports',
    type: 'json',
    default: '',
    placeholder: "e.g. ={{ $('Apply').all().map((item) => item.json.report) }}",
    description:
      'One report, or an array of them, as Apply returned them with the Output Report. They tell what the API no longer lists.',
    displayOptions: { show: { resource: ['deletionPlan'], operation: ['audit'] } },
  },
];

/**
 * Reads a plan. The client checks it word by word.
 *
 * @returns Nothing for an item that has none, after the first, when the plan is that of an earlier node: it is meant once.
 * @throws {InvalidRequestError} when there is none.
 */
export function givenPlan(input: OperationInput): DeletionPlan | undefined {
  const plan = parsedJson('plan', given(input, 'plan'));
  if (isDocument<DeletionPlan>(plan)) return plan;
  if (plan === undefined && isDefault(input)) {
    const [found, ...others] = plansBefore(input);
    if (found && others.length === 0) return input.itemIndex === 0 ? found : undefined;
    if (found) throw new InvalidRequestError('plan', 'is missing, and there are several earlier ones. Choose one');
  }
  throw new InvalidRequestError('plan', 'must be a plan as the operation Create returns it');
}

/**
 * Reads approvals, if somebody gives any.
 *
 * @throws {InvalidRequestError} when they got lost.
 */
export function approvalsOf(input: OperationInput): { approvals?: Approval[] } {
  return isLeftEmpty(input, 'approvals') ? {} : { approvals: documentsOf<Approval>('approvals', input) };
}

/**
 * Reads reports, if somebody gives any.
 *
 * @throws {InvalidRequestError} when they got lost.
 */
export function reportsOf(input: OperationInput): { reports?: ApplyReport[] } {
  return isLeftEmpty(input, 'reports') ? {} : { reports: documentsOf<ApplyReport>('reports', input) };
}

function documentsOf<Document>(field: 'approvals' | 'reports', input: OperationInput): Document[] {
  const value = parsedJson(field, given(input, field));
  const documents: unknown[] = Array.isArray(value) ? value : [value];
  if (documents.every((each) => isDocument<Document>(each))) return documents;
  throw new InvalidRequestError(field, 'must be a document of this kind, or an array of them');
}

// The client checks the rest of it.
function isDocument<Document>(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && 'format' in value && 'seal' in value;
}

function isDefault({ context, itemIndex }: OperationInput): boolean {
  return context.getNodeParameter('plan', itemIndex, '', { rawExpressions: true }) === planExpression;
}

/** The plans that nodes before this one have put out, each once. */
function plansBefore({ context, itemIndex }: OperationInput): DeletionPlan[] {
  const node = context.getNode();
  const plans = new Map<string, DeletionPlan>();
  for (const { name, type } of context.getParentNodes(node.name)) {
    if (type !== node.type) continue;
    const plan: unknown = context.evaluateExpression(`{{ $(${JSON.stringify(name)}).first().json.plan }}`, itemIndex);
    if (isDocument<DeletionPlan>(plan)) plans.set(plan.seal, plan);
  }
  return [...plans.values()];
}
