import { meantBy } from 'iinked-sign';
import type { DeletionRules } from 'iinked-sign/retention';
import { type Node, type ParseError, type ParseErrorCode, parseTree, printParseErrorCode } from 'jsonc-parser';
import { FileError } from './FileError.ts';
import { lineAt, readText } from './text.ts';

/** The fields of a policy that are no rules. */
type OwnFields = {
  /** Where it applies, as `createClient` takes it. */
  server?: string;
  /** The zone of the times that people see. */
  timeZone?: string;
  /** What happens where an id, a folder, a team or a member on hold matches nothing. */
  unmatchedHolds?: 'reject' | 'report';
  /** How old a plan may be that is applied. */
  maxAgeHours?: number;
  /** After how many failures in a row an apply stops. */
  stopAfterFailures?: number | false;
};

/** A policy: the rules of a plan, without holds, and how they are carried out. */
export type Policy = OwnFields & {
  file: string;
  /** As they are in the file: the client judges them. */
  rules: Omit<DeletionRules, 'hold'>;
  /** The line of what the client rejects, such as `limits.videos`. */
  lineOf: (field: string) => number | undefined;
};

const ruleFields = [
  'packages',
  'olderThan',
  'states',
  'limits',
  'approvalsNeeded',
  'requireArchive',
] as const satisfies (keyof DeletionRules)[];

const ownFields = [
  'server',
  'timeZone',
  'unmatchedHolds',
  'maxAgeHours',
  'stopAfterFailures',
] as const satisfies (keyof OwnFields)[];

/** The fields of a policy. */
export const policyFields: readonly string[] = ['$schema', ...ownFields, ...ruleFields];

/**
 * Reads a policy.
 *
 * @throws {FileError} when it is no JSON, has a field that is not known or one twice, or says something about how a plan is
 *   carried out that cannot be right. Each names its line.
 */
export async function readPolicy(file: string): Promise<Policy> {
  return policyOf(file, await readText(file));
}

/** Reads a policy from the text of a file. */
export function policyOf(file: string, text: string): Policy {
  const root = treeOf(file, text);
  const refuse = (field: string, problem: string): never => {
    throw new FileError(file, lineOf(field), `${field} ${problem}`);
  };
  const lineOf = (field: string) => {
    const place = placeOf(root, field);
    return place === undefined ? undefined : lineAt(text, place);
  };
  assertOnce(root, (place, problem) => {
    throw new FileError(file, lineAt(text, place), problem);
  });
  for (const name of namesIn(root)) {
    if (policyFields.includes(name)) continue;
    if (name === 'hold' || name === 'holds') refuse(name, 'is not a field of a policy: holds belong in holds.csv.');
    const meant = meantBy(name, policyFields);
    refuse(name, `is not a field of a policy. ${meant ? `Did you mean ${meant}?` : `It takes ${known}.`}`);
  }
  const { $schema: _, server, timeZone, unmatchedHolds, maxAgeHours, stopAfterFailures, ...rules } = JSON.parse(text);
  const own: OwnFields = Object.fromEntries(
    Object.entries({ server, timeZone, unmatchedHolds, maxAgeHours, stopAfterFailures }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  for (const field of ownFields) {
    if (field in own && !wanted[field].isRight(own[field])) refuse(field, `must be ${wanted[field].words}.`);
  }
  return { ...own, file, rules, lineOf };
}

const known = policyFields.join(', ');

// When a plan is made nobody else reads these, and an apply would find out after people have approved.
const wanted: Record<(typeof ownFields)[number], { isRight: (value: unknown) => boolean; words: string }> = {
  server: { isRight: (value) => typeof value === 'string', words: 'a name or an address, such as "sandbox-us"' },
  timeZone: { isRight: isTimeZone, words: 'a time zone, such as "America/Toronto"' },
  unmatchedHolds: { isRight: (value) => value === 'reject' || value === 'report', words: '"reject" or "report"' },
  maxAgeHours: { isRight: (value) => typeof value === 'number' && value > 0, words: 'a number above 0' },
  stopAfterFailures: {
    isRight: (value) => value === false || (Number.isSafeInteger(value) && Number(value) >= 1),
    words: 'a whole number of 1 or more, or false',
  },
};

function isTimeZone(value: unknown): boolean {
  try {
    return typeof value === 'string' && new Intl.DateTimeFormat('en', { timeZone: value }) !== undefined;
  } catch {
    return false;
  }
}

function treeOf(file: string, text: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first) throw new FileError(file, lineAt(text, first.offset), `is not JSON: ${problemOf(first.error)}`);
  if (root?.type === 'object') return root;
  throw new FileError(file, undefined, 'is not a policy: it must be a JSON object, such as `iinked-sign init` writes.');
}

function problemOf(error: ParseErrorCode): string {
  const code = printParseErrorCode(error);
  if (code === 'InvalidCommentToken') return 'it has no comments.';
  return `${code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()}.`;
}

/** Makes sure that no field is there twice: the second one would win without a word. */
function assertOnce(node: Node, refuse: (place: number, problem: string) => void): void {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const [name] = child.children ?? [];
    if (child.type === 'property' && name) {
      if (seen.has(name.value)) refuse(name.offset, `${name.value} is there twice. Remove one.`);
      seen.add(name.value);
    }
    assertOnce(child, refuse);
  }
}

function namesIn({ children = [] }: Node): string[] {
  return children.map((property) => String(property.children?.[0]?.value));
}

// The client names a field by its path, by its path without `packages`, or, where it knows none of that name, by its name alone.
function placeOf(root: Node, field: string): number | undefined {
  const path = field.split('.');
  return placeOfPath(root, path) ?? placeOfPath(root, ['packages', ...path]) ?? placeOfName(root, path.at(-1) ?? '');
}

function placeOfPath(node: Node | undefined, [name, ...rest]: readonly string[]): number | undefined {
  const property = node?.children?.find(({ type, children }) => type === 'property' && children?.[0]?.value === name);
  if (!property) return undefined;
  return rest.length === 0 ? property.offset : placeOfPath(property.children?.[1], rest);
}

function placeOfName(node: Node, name: string): number | undefined {
  for (const child of node.children ?? []) {
    if (child.type === 'property' && child.children?.[0]?.value === name) return child.offset;
    const place = placeOfName(child, name);
    if (place !== undefined) return place;
  }
  return undefined;
}
