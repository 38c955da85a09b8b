export { faults, sequences, silences } from 'iinked-sign-testing/faults';
