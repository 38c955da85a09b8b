import type { INodePropertyOptions } from 'n8n-workflow';
import type { Resource } from '../../shared/operation.ts';
import { applyDeletionPlan, applyFields, applyOptionsField } from './apply.ts';
import { auditDeletionPlan, auditOptionsField } from './audit.ts';
import { createDeletionPlan, createFields, createOptionsField } from './create.ts';
import { holdFields } from './holds.ts';
import { planField } from './planParameter.ts';

const applyOption: INodePropertyOptions = {
  name: 'Apply',
  value: 'apply',
  description: 'Delete the videos of a plan that still meet its rules',
  action: 'Apply a deletion plan',
};
const auditOption: INodePropertyOptions = {
  name: 'Audit',
  value: 'audit',
  description: 'Report what the API says of every video of a plan now',
  action: 'Audit a deletion plan',
};
const createOption: INodePropertyOptions = {
  name: 'Create',
  value: 'create',
  description: 'List which videos would be deleted, which kept, and why',
  action: 'Create a deletion plan',
};

/** The resource Deletion Plan. */
export const deletionPlanResource: Resource = {
  operations: { apply: applyDeletionPlan, audit: auditDeletionPlan, create: createDeletionPlan },
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['deletionPlan'], '@tool': [false] } },
      options: [applyOption, auditOption, createOption],
      default: 'create',
    },
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      // As a tool of an AI agent the node plans and audits; a person applies.
      displayOptions: { show: { resource: ['deletionPlan'], '@tool': [true] } },
      options: [auditOption, createOption],
      default: 'create',
    },
    planField,
    ...createFields,
    ...applyFields,
    ...holdFields,
    createOptionsField,
    applyOptionsField,
    auditOptionsField,
  ],
};
