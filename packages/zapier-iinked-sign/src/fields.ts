import { defineInputField } from 'zapier-platform-core';

/** The package whose videos are meant: chosen from a dropdown, found by a search, or mapped. */
export const packageField = defineInputField({
  key: 'packageId',
  label: 'Package',
  type: 'string',
  required: true,
  dynamic: 'list_packages.id.label',
  search: 'find_package.id',
  helpText: 'The package whose signing session was recorded.',
});

/** The one video that is meant: chosen from a dropdown of the package's videos, found by a search, or mapped. */
export const videoField = defineInputField({
  key: 'meetingVideoId',
  label: 'Video',
  type: 'string',
  required: true,
  dynamic: 'list_videos.id.label',
  search: 'find_video.id',
  dependsOn: ['packageId'],
  helpText: 'The one video to delete. If this turns out empty when the Zap runs, nothing is deleted.',
});

// Not of the type `boolean`: Zapier makes `false` of a mapped "none" or "null", and so a deletion of a dry run.
const yesOrNo = { type: 'string', required: false, choices: { yes: 'Yes', no: 'No' } } as const;

// Not of the type `integer` or `number`: what Zapier cannot read as one may arrive as nothing, and the condition is lost.
const olderThan = { key: 'olderThan', type: 'string', required: false, placeholder: '10' } as const;

/** The unit of the age, which is chosen wherever an age is given. */
const olderThanUnitField = defineInputField({
  key: 'olderThanUnit',
  label: 'Unit',
  type: 'string',
  required: false,
  choices: { days: 'Days', months: 'Months', years: 'Years' },
  helpText:
    'The unit of the field above, required with it. Months and years are those of the calendar, counted back from the beginning of today (UTC).',
});

/** Since when the age counts. */
const countedFromField = defineInputField({
  key: 'countedFrom',
  label: 'Counted From',
  type: 'string',
  required: false,
  choices: { created: 'Recording', executed: 'Execution of the Package' },
  helpText:
    'Since when the age counts. With *Execution of the Package* the video must be recorded so long ago as well. Left empty, it means *Recording*.',
});

/** Whether to delete nothing and only show what would be deleted. */
export const dryRunField = defineInputField({
  ...yesOrNo,
  key: 'dryRun',
  label: 'Dry Run',
  helpText: 'Choose *Yes* to delete nothing and only show what would be deleted. Left empty, it means *No*.',
});

/** Whether a test of the step in the editor deletes. */
export const deleteWhenTestingField = defineInputField({
  ...yesOrNo,
  key: 'deleteWhenTesting',
  label: 'Delete When Testing',
  helpText:
    'A test of this step in the editor deletes nothing and only shows what would be deleted, unless you choose *Yes* here. Left empty, it means *No*.',
});

/** How many results a search gives. */
export const limitField = defineInputField({
  key: 'limit',
  label: 'Limit',
  type: 'string',
  required: false,
  placeholder: '10',
  helpText:
    'How many results at most: a whole number from 1 to 500, which is what Looping by Zapier takes. Left empty, it means 10. Each result says whether more were left out.',
});

/** Whether the output has links to videos. */
export const includeLinksField = defineInputField({
  ...yesOrNo,
  key: 'includeLinks',
  label: 'Include Links',
  helpText:
    'Choose *Yes* to get a link to download each video. Whoever has the link can watch the video without a key until it expires, after about a day. Left empty, it means *No*.',
});

/** The name of the package, as a second confirmation of what is to be deleted. */
export const confirmedNameField = defineInputField({
  key: 'confirmedName',
  label: 'Package Name',
  type: 'string',
  required: false,
  helpText:
    'A second confirmation: map the name of the package that you mean from an earlier step. If the package has another name, nothing is deleted. Left empty, the name does not matter.',
});

/** Whether the dropdown of packages also offers those of other members. */
export const allMembersInDropdownField = defineInputField({
  ...yesOrNo,
  key: 'allMembers',
  label: 'All Members',
  helpText:
    'Choose *Yes* to offer the packages of other members that the API key can see in *Package* too. It changes nothing else. Left empty, it means *No*.',
});

/** Whether packages of other members are found too. */
export const allMembersField = defineInputField({
  ...yesOrNo,
  key: 'allMembers',
  label: 'All Members',
  helpText:
    'Choose *Yes* to include the packages of other members that the API key can see. Left empty, it means *No*.',
});

/** What a search text is compared with, and what is no search text. */
export const searchHelp =
  'Words of its name, description, message, category, client or matter number, or of a signer, such as `Contract Smith`. A text without letters and digits is rejected, and so is one whose mapped fields are all empty.';

/** The text by which a package is found. */
export const searchField = defineInputField({
  key: 'search',
  label: 'Search Text',
  type: 'string',
  required: false,
  helpText: `${searchHelp} This, *Name*, *Matter Number*, *Client Number*, *State* or *Older Than* is required.`,
});

/** The state of packages. */
export const packageStateField = defineInputField({
  key: 'state',
  label: 'State',
  type: 'string',
  required: false,
  choices: { draft: 'Draft', open: 'Open', executed: 'Executed', expired: 'Expired', rescinded: 'Rescinded' },
  helpText:
    'Only packages in this state, by its name in any case. Left empty, it means every state. This, *Search Text*, *Name*, *Matter Number*, *Client Number* or *Older Than* is required.',
});

const oneOf = 'One of *Search Text*, *Name*, *Matter Number*, *Client Number*, *State* and *Older Than* is required.';

/** What must be exactly that of a package. */
export const exactFields = {
  name: defineInputField({
    key: 'name',
    label: 'Name',
    type: 'string',
    required: false,
    helpText: `Only packages with exactly this name; upper and lower case do not matter. ${oneOf}`,
  }),
  matterNumber: defineInputField({
    key: 'matterNumber',
    label: 'Matter Number',
    type: 'string',
    required: false,
    helpText: `Only packages with exactly this matter number. ${oneOf}`,
  }),
  clientNumber: defineInputField({
    key: 'clientNumber',
    label: 'Client Number',
    type: 'string',
    required: false,
    helpText: `Only packages with exactly this client number. ${oneOf}`,
  }),
};

/** How old packages must be that a search finds. */
export const packageAgeFields = {
  olderThan: defineInputField({
    ...olderThan,
    label: 'Older Than',
    helpText: `Only packages that are older than this many days, months or years: a whole number above 0, with *Unit*. The oldest are found first. ${oneOf}`,
  }),
  olderThanUnit: olderThanUnitField,
  countedFrom: defineInputField({
    key: 'countedFrom',
    label: 'Counted From',
    type: 'string',
    required: false,
    choices: { created: 'Creation', executed: 'Execution' },
    helpText:
      'Since when the age counts. With *Execution* the package must be created so long ago as well. Left empty, it means *Creation*.',
  }),
};

/** What a search for one package does where several match. */
export const ifSeveralMatchField = defineInputField({
  key: 'ifSeveralMatch',
  label: 'If Several Match',
  type: 'string',
  required: false,
  choices: { stop: 'Stop With an Error', all: 'Return All' },
  helpText:
    'What to do where several packages match. Left empty, the step stops with an error, so that no later step takes a wrong package. *Return All* gives up to *Limit* of them.',
});

/** How long ago a package must have been executed that starts a Zap. */
export const executedMoreThanField = defineInputField({
  key: 'executedMoreThan',
  label: 'Executed More Than',
  type: 'string',
  required: false,
  placeholder: '90',
  helpText:
    'A number of days: the Zap starts when the package was executed that long ago, counted back from the beginning of today (UTC), as the age of a video is. Use it in place of a delay, which lasts a month at most. *Created in the Last* is required with it, and must be a larger number. Left empty, the Zap starts at once.',
});

/** How far back New Package looks. */
export const createdInLastField = defineInputField({
  key: 'createdInLast',
  label: 'Created in the Last',
  type: 'string',
  required: false,
  placeholder: '90',
  helpText:
    'A number of days: how long ago a package may have been created that starts the Zap. It is required with *State* and *Executed More Than*: the list of packages is sorted by creation only, so a package that takes longer to reach the state is not seen. Left empty without them, it means 2.',
});

/** Conditions of a deletion, which are checked when the step runs. */
export const onlyIfFields = {
  olderThan: defineInputField({
    ...olderThan,
    label: 'Only If Older Than',
    helpText:
      'Delete only if the video is older than this many days, months or years: a whole number above 0, with *Unit*. It is checked when the step runs; otherwise the step stops and says why. Left empty, its age does not matter.',
  }),
  olderThanUnit: olderThanUnitField,
  countedFrom: countedFromField,
  retentionOver: defineInputField({
    ...yesOrNo,
    key: 'retentionOver',
    label: 'Only If Retention Is Over',
    helpText:
      'Choose *Yes* to delete only if neither the video nor its package is under retention. It is checked when the step runs; otherwise the step stops and says why. Left empty, it means *No*.',
  }),
};

/** Which videos a search finds. */
export const filterFields = {
  olderThan: defineInputField({
    ...olderThan,
    label: 'Older Than',
    helpText:
      'Only videos that are older than this many days, months or years: a whole number above 0, with *Unit*. Left empty, their age does not matter.',
  }),
  olderThanUnit: olderThanUnitField,
  countedFrom: countedFromField,
  retentionOver: defineInputField({
    ...yesOrNo,
    key: 'retentionOver',
    label: 'Retention Over',
    helpText:
      'Choose *Yes* to find only videos that are not under retention, and whose package is not. Left empty, it means *No*.',
  }),
  states: defineInputField({
    key: 'states',
    label: 'Video State',
    type: 'string',
    required: false,
    list: true,
    choices: {
      archived: 'Archived',
      failed: 'Failed',
      queued: 'Queued',
      started: 'Started',
      stopped: 'Stopped',
    },
    helpText:
      'Only videos in one of these states. *Archived* videos can be downloaded, *Started* ones are still recording. Left empty, it means every state but deleted.',
  }),
};
