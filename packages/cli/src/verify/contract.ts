import { assumptions as marked } from 'iinked-sign-openapi/assumptions';
import { contract, examples } from 'iinked-sign-openapi/contract';

// The build puts the values in place of this file: the package carries neither the contract nor a reader of YAML.

/** Everything that the contract assumes, in its order. */
export const assumptions: readonly { about: string; reason: string }[] = marked();

const { schemas } = contract.components;

/** The fields of each schema that the contract knows. */
export const fieldsOf: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(schemas).map(([name, { properties = {}, allOf = [] }]) => {
    const parts = allOf.map(
      ({ $ref, properties = {} }) => schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? properties,
    );
    return [name, Object.keys(Object.assign({}, properties, ...parts))];
  }),
);

/** The states of videos that the documentation lists. */
export const videoStates: readonly string[] = schemas.KnownMeetingVideoState?.enum ?? [];

/** The codes of errors that the contract shows. */
export const codes: readonly string[] = [
  ...new Set(
    examples().flatMap(({ value }) => {
      const { error }: { error?: unknown } = Object(value);
      return typeof error === 'string' ? [error] : [];
    }),
  ),
];
