import { OptionDefaults } from 'typedoc';

/** @type {import('typedoc').TypeDocOptions} */
export default {
  name: 'iinked-sign',
  entryPoints: ['../../client/src/index.ts', '../../client/src/node.ts'],
  tsconfig: 'tsconfig.client.json',
  readme: '../../client/README.md',
  // The generated types of the contract carry these.
  blockTags: [...OptionDefaults.blockTags, '@description', '@constant', '@enum'],
  disableSources: true,
  githubPages: false,
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
  // What errors are made from is not for users.
  validation: { invalidLink: true, notExported: false, rewrittenLink: true },
};
