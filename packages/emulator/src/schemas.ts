import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { contract } from './contract.ts';
import { explain, type Problem } from './explain.ts';

/** A schema, ready to check values. */
export type Check<Value> = {
  accepts: (value: unknown) => value is Value;
  /** What is wrong with the value that was checked last. */
  problem: () => Problem;
};

// The contract is linted where it is written. Validating it here too would take a third of the time to start.
const ajv = new Ajv2020({ strict: false, strictNumbers: true, validateSchema: false, verbose: true });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

/** A schema that refers to the contract as `contract#/…`. It is compiled when it is first needed. */
export function checkOf<Value>(schema: object): Check<Value> {
  let compiled: ValidateFunction<Value> | undefined;
  let problems: readonly ErrorObject[] = [];
  return {
    accepts(value): value is Value {
      compiled ??= ajv.compile<Value>(schema);
      const valid = compiled(value);
      problems = compiled.errors ?? [];
      return valid;
    },
    problem: () => explain(problems),
  };
}
