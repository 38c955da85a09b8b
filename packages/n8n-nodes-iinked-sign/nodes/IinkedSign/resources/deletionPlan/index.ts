import type { INodePropertyOptions } from 'n8n-workflow';
import { dryRunFields } from '../../shared/dryRun.ts';
import type { Resource } from '../../shared/operation.ts';
import { applyDeletionPlan, applyFields, applyOptionsField } from './apply.ts';
import { approveDeletionPlan, approveFields } from './approve.ts';
import { archiveField } from './archive.ts';
import { auditDeletionPlan, auditOptionsField } from './audit.ts';
import { createDeletionPlan, createFields, createOptionsField } from './create.ts';
import { documentFields } from './documents.ts';
import { holdFields } from './holds.ts';

const applyOption: INodePropertyOptions = {
  name: 'Apply',
  value: 'apply',
  description: 'Delete the videos of a plan that still meet its rules',
  action: 'Apply deletion plan',
};
const approveOption: INodePropertyOptions = {
  name: 'Approve',
  value: 'approve',
  description: 'Record that a person approves or rejects a plan',
  action: 'Approve deletion plan',
};
const auditOption: INodePropertyOptions = {
  name: 'Audit',
  value: 'audit',
  description: 'Report what the API says of every video of a plan now',
  action: 'Audit deletion plan',
};
const createOption: INodePropertyOptions = {
  name: 'Create',
  value: 'create',
  description: 'List the videos that would be deleted, the videos that would be kept, and why',
  action: 'Create deletion plan',
};

/** The resource Deletion Plan. */
export const deletionPlanResource: Resource = {
  operations: {
    apply: applyDeletionPlan,
    approve: approveDeletionPlan,
    audit: auditDeletionPlan,
    create: createDeletionPlan,
  },
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: ['deletionPlan'], '@tool': [false] } },
      options: [applyOption, approveOption, auditOption, createOption],
      default: 'create',
    },
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      // As a tool of an AI agent the node plans and audits; a person approves, and a workflow applies.
      displayOptions: { show: { resource: ['deletionPlan'], '@tool': [true] } },
      options: [auditOption, createOption],
      default: 'create',
    },
    ...documentFields,
    ...createFields,
    ...approveFields,
    ...dryRunFields('deletionPlan', ['apply']),
    ...applyFields,
    archiveField,
    ...holdFields,
    createOptionsField,
    applyOptionsField,
    auditOptionsField,
  ],
};
