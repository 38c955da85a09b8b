import { InvalidRequestError } from 'iinked-sign';
import type { DeletionPlan } from 'iinked-sign/retention';
import type { INodeProperties } from 'n8n-workflow';
import { parsedJson } from '../../shared/fields.ts';
import type { OperationInput } from '../../shared/operation.ts';

/** The parameter Plan of Apply and Audit. */
export const planField: INodeProperties = {
  displayName: 'Plan',
  name: 'plan',
  type: 'json',
  required: true,
  default: '={{ $json.plan }}',
  description: 'The plan as Create returned it. Any change breaks its seal, and then it is refused.',
  displayOptions: { show: { resource: ['deletionPlan'], operation: ['apply', 'audit'] } },
};

/**
 * Reads a plan. The client checks it word by word.
 *
 * @throws {InvalidRequestError} when there is none.
 */
export function givenPlan({ context, itemIndex }: OperationInput): DeletionPlan {
  const plan = parsedJson('plan', context.getNodeParameter('plan', itemIndex));
  if (isPlan(plan)) return plan;
  throw new InvalidRequestError('plan', 'must be a plan as the operation Create returns it');
}

function isPlan(value: unknown): value is DeletionPlan {
  return typeof value === 'object' && value !== null && 'format' in value && 'seal' in value;
}
