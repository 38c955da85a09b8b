import { InvalidRequestError } from 'iinked-sign';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { choiceOf, given, severalOf, switchOf } from './fields.ts';
import type { OperationInput } from './operation.ts';

/**
 * Makes the parameters that say how much comes out of what the API says of a thing: a person simplifies or not, and an AI agent
 * can be given some fields only.
 *
 * @param fields What there is to choose from.
 */
export function outputFields(resource: string, operation: string[], fields: readonly string[]): INodeProperties[] {
  const show = { resource: [resource], operation };
  return [
    {
      displayName: 'Simplify',
      name: 'simplify',
      type: 'boolean',
      default: true,
      description: 'Whether to return a simplified version of the response instead of the raw data',
      displayOptions: { show: { ...show, '@tool': [false] } },
    },
    {
      displayName: 'Output',
      name: 'output',
      type: 'options',
      options: [
        { name: 'Raw', value: 'raw', description: 'All that the API says' },
        { name: 'Selected Fields', value: 'selected', description: 'The fields that are chosen below' },
        { name: 'Simplified', value: 'simplified', description: 'What matters' },
      ],
      default: 'simplified',
      description: 'How much to return to the AI agent',
      displayOptions: { show: { ...show, '@tool': [true] } },
    },
    {
      displayName: 'Fields',
      name: 'fields',
      type: 'multiOptions',
      options: [...fields].sort().map((value) => ({ name: titleOf(value), value })),
      required: true,
      default: [],
      description: 'The fields to return',
      displayOptions: { show: { ...show, '@tool': [true], output: ['selected'] } },
    },
  ];
}

/**
 * Chooses how much to return.
 *
 * @param simplified Returns what matters.
 * @param whole Returns all that the API says.
 * @throws {InvalidRequestError} when the choice got lost.
 */
export function shapeOf<Args extends unknown[]>(
  input: OperationInput,
  simplified: (...args: Args) => IDataObject,
  whole: (...args: Args) => IDataObject,
): (...args: Args) => IDataObject {
  // Only a tool has it.
  if (input.context.getNodeParameter('output', input.itemIndex, '') === '') {
    return switchOf('simplify', input.context.getNodeParameter('simplify', input.itemIndex, true)) ? simplified : whole;
  }
  const output = choiceOf('output', ['raw', 'selected', 'simplified'], input, 'output');
  if (output !== 'selected') return output === 'raw' ? whole : simplified;
  const fields = severalOf('fields', given(input, 'fields'));
  if (fields.length === 0) throw new InvalidRequestError('fields', 'must name at least one field');
  return (...args) => Object.fromEntries(Object.entries(whole(...args)).filter(([name]) => fields.includes(name)));
}

// As people see the names of fields.
function titleOf(field: string): string {
  const words = field
    .replace(/([A-Z])/g, ' $1')
    .replace(/\bId\b/, 'ID')
    .replace(/^url\b/, 'URL');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`.replace('Url', 'URL');
}
