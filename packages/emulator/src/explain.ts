import type { ErrorObject } from 'ajv/dist/2020.js';

/** What is wrong with a value: where, and in words. */
export type Problem = { path: (string | number)[]; message: string };

/** Puts what ajv found in words for people, such as `must be a string, got null`. */
export function explain(problems: readonly ErrorObject[]): Problem {
  // Where several alternatives failed, the last problem is the one that sums them up.
  const problem = problems.at(-1);
  if (!problem) return { path: [], message: 'is not valid' };
  const steps = problem.instancePath.split('/').slice(1);
  const path = steps.map((step) =>
    /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
  const { missingProperty, additionalProperty, unevaluatedProperty } = problem.params;
  const field = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  return { path: field === undefined ? path : [...path, field], message: messageOf(problem, problems) };
}

/** A field as people write it: `packages[0].videos[1].size`. */
export function fieldName(path: (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** A problem as a sentence; what it names where the value as a whole is wrong is up to the caller. */
export function sentence({ path, message }: Problem, whole: string): string {
  return `${fieldName(path) || whole} ${message}.`;
}

/** What a value is, for people. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return kinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

const kinds: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

const formats: Record<string, string> = {
  'date-time': 'a date and time such as 2026-01-31T09:30:00Z',
  duration: 'an ISO 8601 duration such as PT5M12S',
  uri: 'an address such as https://example.com/video',
};

const patterns: Record<string, string> = {
  '^always$': 'a whole number or "always"',
  '^[!-~]+$': 'printable ASCII without spaces',
};

function messageOf({ keyword, params, data }: ErrorObject, problems: readonly ErrorObject[]): string {
  switch (keyword) {
    case 'required':
      return 'is missing';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a known field';
    case 'type':
      return typeMessage([params.type].flat(), data);
    case 'anyOf':
      return alternativesMessage(problems, data);
    case 'enum':
      return `must be one of ${params.allowedValues.map(String).join(', ')}, got ${shown(data)}`;
    case 'format':
      return `must be ${formats[params.format] ?? `a ${params.format}`}, got ${shown(data)}`;
    case 'pattern':
      return `must be ${patterns[params.pattern] ?? 'written differently'}, got ${shown(data)}`;
    case 'minLength':
      return 'must not be empty';
    case 'minimum':
      return `must be ${params.limit} or more, got ${shown(data)}`;
    case 'maximum':
      return `must be ${params.limit} or less, got ${shown(data)}`;
    case 'false schema':
      return 'must not be given';
    case 'minProperties':
    case 'maxProperties':
      return `must have ${params.limit} field${params.limit === 1 ? '' : 's'} at ${keyword.slice(0, 3) === 'min' ? 'least' : 'most'}`;
    case 'multipleOf':
      return `must be a whole number, got ${shown(data)}`;
    default:
      return `is not valid (${keyword})`;
  }
}

/** Where a string is among the types that are allowed, it is its value that is wrong. */
function alternativesMessage(problems: readonly ErrorObject[], value: unknown): string {
  const values = problems.find(({ keyword }) => keyword === 'enum');
  if (values && typeof value === 'string') return messageOf(values, []);
  const types = problems.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type);
  return typeMessage(types, value);
}

function typeMessage(types: string[], value: unknown): string {
  const wanted = types.map((type) => kinds[type] ?? type).join(' or ');
  const got =
    typeof value === 'number' && types.some((type) => /number|integer/.test(type)) ? shown(value) : kindOf(value);
  return `must be ${wanted}, got ${got}`;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return kindOf(value);
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
