import type { INodeProperties } from 'n8n-workflow';

/** The filter All Members. */
export const allMembersOption: INodeProperties = {
  displayName: 'All Members',
  name: 'allMembers',
  type: 'boolean',
  default: true,
  description:
    "Whether to look at the packages of all members of the organization, and not only at those of the key's own. It needs an organization's key, or the role of an editor.",
};

/** The filter Search. */
export const searchOption: INodeProperties = {
  displayName: 'Search',
  name: 'search',
  type: 'string',
  default: '',
  placeholder: 'e.g. Contract*',
  description: 'Text to look for in names, descriptions, signers and more. A * at the end matches any ending.',
};

/** The filter States of packages. */
export const packageStatesOption: INodeProperties = {
  displayName: 'States',
  name: 'states',
  type: 'string',
  default: '',
  placeholder: 'e.g. executed, expired',
  description: 'Only packages in these states, separated by commas',
};
