#!/usr/bin/env node
import { CommanderError } from '@commander-js/extra-typings';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  // Commander has written the help that was asked for, or what is wrong with the command.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode;
}
