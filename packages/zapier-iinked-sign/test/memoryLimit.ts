import { createRequire } from 'node:module';

// Zapier's runtime ends a process that has run 250 steps and holds 450 MB. The tests of all files run many more in one.
const constants: { KILL_MAX_LIMIT: number } = createRequire(import.meta.url)('zapier-platform-core/src/constants');
constants.KILL_MAX_LIMIT = Number.POSITIVE_INFINITY;
