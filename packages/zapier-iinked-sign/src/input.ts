import { InvalidRequestError } from 'iinked-sign';
import { defineInputField } from 'zapier-platform-core';

/** The package whose videos are meant: chosen from a list, or mapped. */
export const packageField = defineInputField({
  key: 'packageId',
  label: 'Package ID',
  type: 'string',
  required: true,
  dynamic: 'list_packages.id.label',
  helpText: 'The package whose signing session was recorded.',
});

/** The one video that is meant: chosen from a list of the package's videos, or mapped. */
export const videoField = defineInputField({
  key: 'meetingVideoId',
  label: 'Video ID',
  type: 'string',
  required: true,
  dynamic: 'list_videos.id.label',
  dependsOn: ['packageId'],
  helpText: 'The one video to delete. If this turns out empty when the Zap runs, nothing is deleted.',
});

/**
 * Whether to only tell what would be deleted.
 *
 * It is no field of the type `boolean`: Zapier makes `false` of a mapped "none" or "null", and so a deletion of a dry run.
 */
export const dryRunField = defineInputField({
  key: 'dryRun',
  label: 'Dry Run',
  type: 'string',
  required: false,
  choices: { yes: 'Yes', no: 'No' },
  helpText: 'Choose *Yes* to only tell what would be deleted: nothing is deleted then. Left empty, it means *No*.',
});

/**
 * Lets an id pass that Zapier has made of one value.
 *
 * What else an id must be is the client's to say.
 *
 * @throws {InvalidRequestError} when line items were joined, or a mapping was not filled.
 */
export function oneId(field: 'packageId' | 'meetingVideoId', id: string): string {
  if (/,/.test(id)) throw new InvalidRequestError(field, 'holds several values, as of line items, but must be one id');
  if (/\{\{|\}\}/.test(id)) throw new InvalidRequestError(field, 'holds a mapping that was not filled');
  return id;
}

const answers = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

/**
 * Reads whether a deletion is only to be tried.
 *
 * @param bundle What Zapier hands over: the values, and as `inputDataRaw` what a person put into the fields.
 * @throws {InvalidRequestError} when it is neither yes nor no: what was meant as a dry run must not delete.
 */
export function isDryRun({ inputData, inputDataRaw }: DryRunBundle): boolean {
  const value = inputData.dryRun;
  const put = inputDataRaw?.dryRun;
  const isLeftEmpty = value === undefined ? put === undefined || put === '' : value === '' && put === '';
  if (isLeftEmpty) return false;
  const answer = typeof value === 'string' ? answers.get(value.trim().toLowerCase()) : value;
  if (typeof answer !== 'boolean') throw new InvalidRequestError('dryRun', 'must be yes or no when it is given');
  return answer;
}

type DryRunBundle = { inputData: { dryRun?: unknown }; inputDataRaw?: { dryRun?: unknown } };
