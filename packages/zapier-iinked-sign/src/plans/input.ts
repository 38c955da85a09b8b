import { type Hold, InvalidRequestError, type VideoIds } from 'iinked-sign';
import type { ApplyReport, Approval, Decision, DeletionPlan, DeletionRules, PackageScope } from 'iinked-sign/retention';
import { allMembersField, filterFields } from '../fields.ts';
import { ageOf, choiceOf, countOf, type Input, isLeftEmpty, isUnfilled, isYes, textOf } from '../input.ts';
import {
  approvalsField,
  decisionFields,
  holdFields,
  maxAgeHoursField,
  planField,
  reportsField,
  ruleFields,
  unmatchedHoldsField,
} from './fields.ts';
import { advice, mostVideos } from './limits.ts';

type Field = { key: string; label: string };

/**
 * Reads the rules of a plan.
 *
 * @throws {InvalidRequestError} when a field is missing or cannot be read: a rule that got lost must not delete.
 */
export function rulesOf(bundle: Input): DeletionRules {
  const olderThan = ageOf(filterFields, bundle);
  if (!olderThan) throw new InvalidRequestError(filterFields.olderThan.label, 'is empty');
  const share = shareOf(bundle);
  return {
    packages: scopeOf(bundle),
    olderThan,
    ...(!isLeftEmpty(filterFields.states, bundle) && { states: severalOf(filterFields.states, bundle) }),
    hold: holdOf(bundle),
    limits: { videos: videosOf(bundle), ...(share !== undefined && { share }) },
    approvalsNeeded: approvalsNeededOf(bundle),
  };
}

/**
 * Reads what must be kept, and what happens where some of it matches nothing.
 *
 * @throws {InvalidRequestError} when a hold is mapped and turned out empty: one that got lost must not delete.
 */
export function holdOf(bundle: Input): Hold {
  const isReported = !isLeftEmpty(unmatchedHoldsField, bundle) && choiceOf(unmatchedHoldsField, bundle) === 'report';
  return { ...heldOf(bundle), unmatched: isReported ? 'report' : 'reject' };
}

/**
 * Reads what must be kept.
 *
 * @throws {InvalidRequestError} when a hold is mapped and turned out empty.
 */
export function heldOf(bundle: Input): Omit<Hold, 'unmatched'> {
  const { meetingVideoIds, ...others } = holdFields;
  const ofVideos = severalOf(meetingVideoIds, bundle);
  return {
    packageIds: severalOf(others.packageIds, bundle),
    videos: ofVideos.filter((each) => each.includes('/')).map(pairOf),
    meetingVideoIds: ofVideos.filter((each) => !each.includes('/')),
    matterNumbers: severalOf(others.matterNumbers, bundle),
    clientNumbers: severalOf(others.clientNumbers, bundle),
    folderIds: severalOf(others.folderIds, bundle),
    teamIds: severalOf(others.teamIds, bundle),
    memberIds: severalOf(others.memberIds, bundle),
  };
}

/**
 * Reads what a person decides.
 *
 * @throws {InvalidRequestError} when a field is missing or cannot be read.
 */
export function decisionOf(bundle: Input): Decision {
  const note = textOf(decisionFields.note, bundle);
  return {
    by: textOf(decisionFields.by, bundle) ?? '',
    decision: choiceOf(decisionFields.decision, bundle),
    ...(note !== undefined && { note }),
    strike: {
      packageIds: severalOf(decisionFields.strikePackageIds, bundle),
      meetingVideoIds: severalOf(decisionFields.strikeMeetingVideoIds, bundle),
    },
  };
}

/**
 * Reads the plan. The client checks it word by word.
 *
 * @throws {InvalidRequestError} when there is none, or several.
 */
export function planOf(bundle: Input): DeletionPlan {
  const [plan, ...others] = documentsOf<DeletionPlan>(planField, bundle);
  if (plan && others.length === 0) return plan;
  throw new InvalidRequestError(planField.label, 'must be one plan, as Create Deletion Plan gives it');
}

/** Reads the approvals. */
export function approvalsOf(bundle: Input): Approval[] {
  return documentsOf<Approval>(approvalsField, bundle);
}

/** Reads the reports. */
export function reportsOf(bundle: Input): ApplyReport[] {
  return documentsOf<ApplyReport>(reportsField, bundle);
}

/** Reads how old a plan may be, in hours, if somebody says so. */
export function maxAgeOf(bundle: Input): { maxAgeHours?: number } {
  return isLeftEmpty(maxAgeHoursField, bundle) ? {} : { maxAgeHours: countOf(maxAgeHoursField, bundle) };
}

function scopeOf(bundle: Input): PackageScope {
  const packageIds = severalOf(ruleFields.packageIds, bundle);
  const texts = {
    search: ruleFields.search,
    folderId: ruleFields.folderId,
    teamId: ruleFields.teamId,
    memberId: ruleFields.memberId,
  };
  const query: { [name: string]: unknown } = {};
  for (const [name, field] of Object.entries(texts)) {
    const text = textOf(field, bundle);
    if (text !== undefined) query[name] = text;
  }
  if (!isLeftEmpty(ruleFields.packageState, bundle)) query.states = [choiceOf(ruleFields.packageState, bundle)];
  const createdFrom = textOf(ruleFields.createdFrom, bundle);
  const isOfAll = isYes(allMembersField, bundle);
  const narrowed = Object.keys(query).length > 0;
  if (packageIds.length > 0) {
    if (!narrowed && createdFrom === undefined && !isOfAll) return { packageIds };
    const problem = 'must stand alone: leave the other fields that choose packages empty, or this one';
    throw new InvalidRequestError(ruleFields.packageIds.label, problem);
  }
  const scope = { ...query, ...(createdFrom !== undefined && { createdFrom }), ...(isOfAll && { allMembers: true }) };
  if (narrows(scope, narrowed)) return scope;
  throw new InvalidRequestError(
    ruleFields.packageIds.label,
    'or one of Search Text, Package State, Folder, Team and Member must be given',
  );
}

function narrows(scope: object, isNarrowed: boolean): scope is PackageScope {
  return isNarrowed && typeof scope === 'object';
}

function videosOf(bundle: Input): number {
  const videos = countOf(ruleFields.maxVideos, bundle);
  if (videos <= mostVideos) return videos;
  throw new InvalidRequestError(ruleFields.maxVideos.label, `must be at most ${mostVideos}. ${advice}`);
}

function shareOf(bundle: Input): number | undefined {
  const text = numeric(ruleFields.maxShare, bundle);
  if (text === undefined) return undefined;
  if (/^(0|1|0?\.\d{1,6}|1\.0{1,6})$/.test(text)) return Number(text);
  throw new InvalidRequestError(ruleFields.maxShare.label, 'must be a number from 0 to 1, such as 0.5');
}

function approvalsNeededOf(bundle: Input): number {
  const text = numeric(ruleFields.approvalsNeeded, bundle);
  if (text === undefined) return 1;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidRequestError(ruleFields.approvalsNeeded.label, 'must be a whole number, 0 or more');
}

/** A number as text, or nothing where a person left the field empty. What cannot be one is no number. */
function numeric(field: Field, bundle: Input): string | undefined {
  if (isLeftEmpty(field, bundle)) return undefined;
  const value = bundle.inputData[field.key];
  return typeof value === 'number' || typeof value === 'string' ? `${value}`.trim() : '';
}

// Zapier joins line items with commas.
function severalOf(field: Field, bundle: Input): string[] {
  if (isLeftEmpty(field, bundle)) return [];
  const given = [bundle.inputData[field.key]].flat(2);
  const texts = given
    .map((each) => (typeof each === 'number' ? String(each) : each))
    .flatMap((each) => (typeof each === 'string' ? each.split(',') : ['']))
    .map((each) => (isUnfilled(each) ? '' : each.trim()));
  if (texts.length > 0 && !texts.includes('')) return texts;
  throw new InvalidRequestError(field.label, 'contains an empty value: what it is mapped from may have none');
}

function pairOf(text: string): VideoIds {
  const [packageId = '', meetingVideoId = '', ...more] = text.split('/').map((each) => each.trim());
  if (packageId !== '' && meetingVideoId !== '' && more.length === 0) return { packageId, meetingVideoId };
  throw new InvalidRequestError(
    holdFields.meetingVideoIds.label,
    'must have ids of videos, or pairs such as PACKAGE/VIDEO',
  );
}

// Documents that Zapier has joined stand in a row, with commas between them.
function documentsOf<Document>(field: Field, bundle: Input): Document[] {
  if (isLeftEmpty(field, bundle)) return [];
  const documents = [bundle.inputData[field.key]].flat(2).flatMap(parsed);
  if (documents.length > 0 && documents.every((each) => isDocument<Document>(each))) return documents;
  throw new InvalidRequestError(
    field.label,
    'must be the text that an earlier step gave. What it is mapped from may be empty',
  );
}

function parsed(text: unknown): unknown[] {
  if (typeof text !== 'string') return [text];
  try {
    return [JSON.parse(`[${text}]`)].flat(2);
  } catch {
    return [undefined];
  }
}

// The client checks the rest of it.
function isDocument<Document>(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && 'format' in value && 'seal' in value;
}
