import type { INodeProperties } from 'n8n-workflow';

/** The filters of packages: what Get Many lists, and what a plan is about. */
export const packageFilters: INodeProperties[] = [
  {
    displayName: 'All Members',
    name: 'allMembers',
    type: 'boolean',
    default: true,
    description:
      "Whether to look at the packages of all members of the organization, and not only at those of the key's own. It needs an organization's key, or the role of an editor.",
  },
  {
    displayName: 'Folder ID',
    name: 'folderId',
    type: 'string',
    default: '',
    description: 'Only packages in this folder',
  },
  {
    displayName: 'Member ID',
    name: 'memberId',
    type: 'string',
    default: '',
    description: 'Only packages of this member',
  },
  {
    displayName: 'Package States',
    name: 'states',
    type: 'string',
    default: '',
    placeholder: 'e.g. executed, expired',
    description: 'Only packages in these states, separated by commas',
  },
  {
    displayName: 'Search',
    name: 'search',
    type: 'string',
    default: '',
    placeholder: 'e.g. Contract*',
    description:
      'Text to look for in names, descriptions, signers and more. A * at the end matches any ending; a * alone is rejected.',
  },
  {
    displayName: 'Team ID',
    name: 'teamId',
    type: 'string',
    default: '',
    description: 'Only packages of this team',
  },
  {
    displayName: 'Types',
    name: 'types',
    type: 'string',
    default: '',
    placeholder: 'e.g. Sequential, Live Session',
    description: 'Only packages of these types, separated by commas',
  },
];
