import type { OlderThan } from 'iinked-sign';
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { choiceOf, givenNumber } from './fields.ts';
import type { OperationInput } from './operation.ts';

/** The parameters of an age: a number, its unit, and since when it counts. */
type AgeNames = { olderThan: string; unit: string; countedFrom: string };

const units = ['days', 'months', 'years'] as const;
const moments = ['created', 'executed'] as const;

/**
 * Makes the parameters of an age.
 *
 * @param show Where they are shown.
 * @param olderThan What the first of them says of itself.
 */
export function ageFields(
  names: AgeNames,
  show: NonNullable<IDisplayOptions['show']>,
  olderThan: Pick<INodeProperties, 'required' | 'description'>,
): INodeProperties[] {
  const displayOptions = { show };
  return [
    {
      displayName: 'Only If Older Than',
      name: names.olderThan,
      type: 'number',
      typeOptions: { minValue: 1 },
      default: '',
      placeholder: 'e.g. 10',
      ...olderThan,
      displayOptions,
    },
    {
      displayName: 'Unit',
      name: names.unit,
      type: 'options',
      options: [
        { name: 'Days', value: 'days' },
        { name: 'Months', value: 'months' },
        { name: 'Years', value: 'years' },
      ],
      // The longest: a number that was meant in days keeps more, and not less.
      default: 'years',
      description: 'Months and years are those of the calendar, counted back from the beginning of today (UTC)',
      displayOptions,
    },
    {
      displayName: 'Counted From',
      name: names.countedFrom,
      type: 'options',
      options: [
        { name: 'Recording', value: 'created', description: 'When the video was recorded' },
        {
          name: 'Execution',
          value: 'executed',
          description: 'When the package was executed; its videos must be recorded so long ago as well',
        },
      ],
      default: 'created',
      description: 'Since when the age counts. What has no readable date is never old enough.',
      displayOptions,
    },
  ];
}

/**
 * Reads an age. The client validates the number.
 *
 * @returns Nothing where a person left the number empty.
 * @throws {InvalidRequestError} when one of the three got lost.
 */
export function ageOf(input: OperationInput, names: AgeNames): OlderThan | undefined {
  const age: OlderThan = { since: choiceOf('olderThan.since', moments, input, names.countedFrom) };
  const unit = choiceOf('olderThan.unit', units, input, names.unit);
  const count = givenNumber('olderThan', input, names.olderThan);
  if (count === undefined) return undefined;
  age[unit] = count;
  return age;
}
