import { InvalidRequestError } from 'iinked-sign';
import { defineInputField } from 'zapier-platform-core';

/** The package whose videos are meant: chosen from a dropdown, or mapped. */
export const packageField = defineInputField({
  key: 'packageId',
  label: 'Package ID',
  type: 'string',
  required: true,
  dynamic: 'list_packages.id.label',
  helpText: 'The package whose signing session was recorded.',
});

/** The one video that is meant: chosen from a dropdown of the package's videos, or mapped. */
export const videoField = defineInputField({
  key: 'meetingVideoId',
  label: 'Video ID',
  type: 'string',
  required: true,
  dynamic: 'list_videos.id.label',
  dependsOn: ['packageId'],
  helpText: 'The one video to delete. If this turns out empty when the Zap runs, nothing is deleted.',
});

// Not of the type `boolean`: Zapier makes `false` of a mapped "none" or "null", and so a deletion of a dry run.
const yesOrNo = { type: 'string', required: false, choices: { yes: 'Yes', no: 'No' } } as const;

/** Whether to delete nothing and only tell what would be deleted. */
export const dryRunField = defineInputField({
  ...yesOrNo,
  key: 'dryRun',
  label: 'Dry Run',
  helpText: 'Choose *Yes* to delete nothing and only tell what would be deleted. Left empty, it means *No*.',
});

/** Whether a test of the step in the editor deletes. */
export const deleteWhenTestingField = defineInputField({
  ...yesOrNo,
  key: 'deleteWhenTesting',
  label: 'Delete When Testing',
  helpText:
    'A test of this step in the editor deletes nothing and only tells what would be deleted, unless you choose *Yes* here. Left empty, it means *No*.',
});

/** What Zapier hands over: the values, and as `inputDataRaw` what a person put into the fields. */
type Input = { inputData: object; inputDataRaw?: object };

/**
 * Makes sure that a step has no input other than the fields of its action. Such an input is ignored otherwise, and it may
 * have been meant to spare videos: a misspelt dry run, or a video given to Delete All Package Videos.
 *
 * @throws {InvalidRequestError} when there is one, be it empty.
 */
export function assertOnlyFields({ inputData, inputDataRaw = {} }: Input, fields: readonly { key: string }[]): void {
  const known = new Set(fields.map(({ key }) => key));
  for (const name of [...Object.keys(inputData), ...Object.keys(inputDataRaw)]) {
    if (known.has(name) || isSetByZapier(name)) continue;
    const advice = 'Delete this step from the Zap and add it again';
    throw new InvalidRequestError('The input', `"${name}" is not a field of this action. ${advice}`);
  }
}

// Zapier's own settings of a step, such as `_zap_search_success_on_miss`.
function isSetByZapier(name: string): boolean {
  return name.startsWith('_zap_');
}

/**
 * Passes an id that Zapier has made of one value. What else an id must be is the client's to say.
 *
 * @throws {InvalidRequestError} when line items were joined, or a mapping was not filled.
 */
export function oneId({ label }: typeof packageField | typeof videoField, id: string): string {
  if (typeof id === 'string' && id.includes(',')) {
    throw new InvalidRequestError(label, 'must be one id, but holds several values, as of line items');
  }
  if (typeof id === 'string' && /\{\{|\}\}/.test(id)) {
    throw new InvalidRequestError(label, 'holds a mapping that was not filled');
  }
  return id;
}

/** How a step runs: whether it deletes, and whether it is a test in the editor. */
export type Mode = { deletes: boolean; isTest: boolean };

/**
 * Reads how a step runs. A test in the editor deletes only if Delete When Testing says so, and a dry run never does.
 *
 * @throws {InvalidRequestError} when one of the two fields is neither yes nor no.
 */
export function modeOf(bundle: ModeBundle): Mode {
  const isDryRun = isYes(dryRunField, bundle);
  const deletesWhenTesting = isYes(deleteWhenTestingField, bundle);
  const isTest = Boolean(bundle.meta?.isLoadingSample);
  return { deletes: !isDryRun && (deletesWhenTesting || !isTest), isTest };
}

const booleans = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

function isYes({ key, label }: YesOrNoField, { inputData, inputDataRaw }: ModeBundle): boolean {
  const value = inputData[key];
  const raw = inputDataRaw?.[key];
  // A mapping that turned out empty is not empty in what the person put in.
  const isLeftEmpty = value === undefined ? raw === undefined || raw === '' : value === '' && raw === '';
  if (isLeftEmpty) return false;
  const boolean = typeof value === 'string' ? booleans.get(value.trim().toLowerCase()) : value;
  if (typeof boolean !== 'boolean') throw new InvalidRequestError(label, 'must be Yes or No when it is given');
  return boolean;
}

type YesOrNoField = typeof dryRunField | typeof deleteWhenTestingField;
type YesOrNoValues = { [key in YesOrNoField['key']]?: unknown };
type ModeBundle = {
  inputData: YesOrNoValues;
  inputDataRaw?: YesOrNoValues;
  meta?: { isLoadingSample?: unknown };
};
