import { defineInputField } from 'zapier-platform-core';
import { searchField, searchHelp } from '../fields.ts';

/** The plan, as Create Deletion Plan gave it. */
export const planField = defineInputField({
  key: 'plan',
  label: 'Plan',
  type: 'text',
  required: true,
  helpText: 'Map *Plan* of the step Create Deletion Plan. A plan that was changed in any way is rejected.',
});

/** The approvals of the plan. */
export const approvalsField = defineInputField({
  key: 'approvals',
  label: 'Approvals',
  type: 'text',
  required: false,
  list: true,
  helpText: 'Map *Approval* of each step Approve Deletion Plan: every one, also a rejection.',
});

/** What the applies of the plan reported. */
export const reportsField = defineInputField({
  key: 'reports',
  label: 'Reports',
  type: 'text',
  required: false,
  list: true,
  helpText: 'Map *Report* of each step Apply Deletion Plan. It tells what the API no longer lists.',
});

const separated = 'Separate several with commas, or map line items.';
const hold = (key: string, label: string, what: string) =>
  defineInputField({
    key,
    label,
    type: 'string',
    required: false,
    list: true,
    helpText: `${what} ${separated} A mapping that turns out empty is rejected.`,
  });

/** What must be kept. */
export const holdFields = {
  packageIds: hold('holdPackageIds', 'Hold Package IDs', 'Packages whose videos are kept.'),
  meetingVideoIds: hold(
    'holdMeetingVideoIds',
    'Hold Video IDs',
    'Videos to keep, each by its id or as `PACKAGE/VIDEO`.',
  ),
  matterNumbers: hold('holdMatterNumbers', 'Hold Matter Numbers', 'Matters whose packages are kept.'),
  clientNumbers: hold('holdClientNumbers', 'Hold Client Numbers', 'Clients whose packages are kept.'),
  folderIds: hold('holdFolderIds', 'Hold Folder IDs', 'Folders whose packages are kept.'),
  teamIds: hold('holdTeamIds', 'Hold Team IDs', 'Teams whose packages are kept.'),
  memberIds: hold('holdMemberIds', 'Hold Member IDs', 'Members whose packages are kept.'),
};

/** What happens where an id on hold matches nothing. */
export const unmatchedHoldsField = defineInputField({
  key: 'unmatchedHolds',
  label: 'Unmatched Holds',
  type: 'string',
  required: false,
  choices: { reject: 'Reject', report: 'Report' },
  helpText:
    'What to do when an id on hold matches nothing, which may be a typo: *Reject* fails the step and deletes nothing, *Report* goes on and names it in the output. Left empty, it means *Reject*. Matter and client numbers are always reported.',
});

const oneOf = '*Package IDs*, *Search Text*, *Package State*, *Folder*, *Team* or *Member* is required.';

/** Which videos a plan is about, and how many of them it may have. */
export const ruleFields = {
  packageIds: defineInputField({
    key: 'packageIds',
    label: 'Package IDs',
    type: 'string',
    required: false,
    list: true,
    helpText: `The packages that the plan is about, in place of the fields that find packages. ${separated} ${oneOf}`,
  }),
  search: defineInputField({ ...searchField, helpText: `${searchHelp} ${oneOf}` }),
  packageState: defineInputField({
    key: 'packageState',
    label: 'Package State',
    type: 'string',
    required: false,
    choices: { draft: 'Draft', open: 'Open', executed: 'Executed', expired: 'Expired', rescinded: 'Rescinded' },
    helpText: `Only packages in this state. Left empty, it means every state. ${oneOf}`,
  }),
  folderId: defineInputField({
    key: 'folderId',
    label: 'Folder',
    type: 'string',
    required: false,
    helpText: `Only packages in the folder with this id. ${oneOf}`,
  }),
  teamId: defineInputField({
    key: 'teamId',
    label: 'Team',
    type: 'string',
    required: false,
    helpText: `Only packages of the team with this id. ${oneOf}`,
  }),
  memberId: defineInputField({
    key: 'memberId',
    label: 'Member',
    type: 'string',
    required: false,
    helpText: `Only packages of the member with this id. ${oneOf}`,
  }),
  createdFrom: defineInputField({
    key: 'createdFrom',
    label: 'Created From',
    type: 'string',
    required: false,
    placeholder: '2015-01-31',
    helpText:
      'Leaves out packages that were created before this day (UTC), because earlier plans have finished them. The plan counts them. Left empty, no package is left out.',
  }),
  maxVideos: defineInputField({
    key: 'maxVideos',
    label: 'Max Videos',
    type: 'string',
    required: true,
    placeholder: '50',
    helpText:
      'How many videos the plan may delete: a whole number from 1 to 100. If more meet the rules, no plan is made.',
  }),
  maxShare: defineInputField({
    key: 'maxShare',
    label: 'Max Share',
    type: 'string',
    required: false,
    placeholder: '0.5',
    helpText:
      'In which share of the packages the plan may delete videos, from 0 to 1. If more meet the rules, no plan is made. Left empty, there is no such limit.',
  }),
  approvalsNeeded: defineInputField({
    key: 'approvalsNeeded',
    label: 'Approvals Needed',
    type: 'string',
    required: false,
    placeholder: '1',
    helpText: 'How many different people must approve the plan before it is applied. Left empty, it means 1.',
  }),
};

/** What a person decides about a plan. */
export const decisionFields = {
  by: defineInputField({
    key: 'by',
    label: 'By',
    type: 'string',
    required: true,
    helpText:
      'The person who decides, as reports and receipts shall name them: map who approved in Slack, in a form or by email.',
  }),
  decision: defineInputField({
    key: 'decision',
    label: 'Decision',
    type: 'string',
    required: true,
    choices: { approve: 'Approve', reject: 'Reject' },
    helpText: 'With *Reject*, no step Apply Deletion Plan that is given it deletes anything.',
  }),
  note: defineInputField({
    key: 'note',
    label: 'Note',
    type: 'string',
    required: false,
    helpText: 'Why, or where it was decided, such as the number of a ticket.',
  }),
  strikePackageIds: defineInputField({
    key: 'strikePackageIds',
    label: 'Strike Package IDs',
    type: 'string',
    required: false,
    list: true,
    helpText: `Packages of the plan whose videos are kept all the same. ${separated}`,
  }),
  strikeMeetingVideoIds: defineInputField({
    key: 'strikeMeetingVideoIds',
    label: 'Strike Video IDs',
    type: 'string',
    required: false,
    list: true,
    helpText: `Videos of the plan that are kept all the same. ${separated}`,
  }),
};

/** How old a plan may be. */
export const maxAgeHoursField = defineInputField({
  key: 'maxAgeHours',
  label: 'Max Age (Hours)',
  type: 'string',
  required: false,
  placeholder: '168',
  helpText:
    'How old the plan may be: a whole number above 0. An older one is rejected. Left empty, it means 168, a week.',
});

/** What the client calls a field of a plan, and its label. */
export const planLabels: readonly [field: string, label: string][] = [
  ['packages', 'The Packages'],
  ['packages.packageIds', ruleFields.packageIds.label],
  ['createdFrom', ruleFields.createdFrom.label],
  ['packages.createdFrom', ruleFields.createdFrom.label],
  ['limits.videos', ruleFields.maxVideos.label],
  ['limits.share', ruleFields.maxShare.label],
  ['approvalsNeeded', ruleFields.approvalsNeeded.label],
  ['by', decisionFields.by.label],
  ['note', decisionFields.note.label],
  ['strike.packageIds', decisionFields.strikePackageIds.label],
  ['strike.meetingVideoIds', decisionFields.strikeMeetingVideoIds.label],
  ['maxAgeHours', maxAgeHoursField.label],
  ['approvals', approvalsField.label],
  ['reports', reportsField.label],
  ['hold.videos', holdFields.meetingVideoIds.label],
  ...Object.entries(holdFields).map(([field, { label }]): [string, string] => [`hold.${field}`, label]),
];
