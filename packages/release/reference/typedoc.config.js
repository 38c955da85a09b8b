import { Converter, OptionDefaults, ReflectionKind } from 'typedoc';
import { categories, categorize } from './categories.js';

/**
 * Makes the error of a `@throws {NotFoundError}` a link to its page, whichever entry it is exported from.
 *
 * @param {import('typedoc').Application} application
 */
function linkThrownErrors({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const errors = new Map(project.getReflectionsByKind(ReflectionKind.Class).map((each) => [each.name, each]));
    for (const { comment } of Object.values(project.reflections)) {
      for (const tag of comment?.getTags('@throws') ?? []) {
        const text = tag.typeAnnotation?.slice(1, -1);
        if (text === undefined) continue;
        tag.typeAnnotation = undefined;
        tag.content.unshift(
          { kind: 'inline-tag', tag: '@link', text, target: errors.get(text) },
          { kind: 'text', text: ' ' },
        );
      }
    }
  });
}

/** @type {import('typedoc').TypeDocOptions} */
export default {
  name: 'iinked-sign',
  entryPoints: ['index', 'retention', 'node'].map((entry) => `../../client/src/${entry}.ts`),
  tsconfig: 'tsconfig.client.json',
  readme: '../../client/README.md',
  // The generated types of the contract carry these.
  blockTags: [...OptionDefaults.blockTags, '@description', '@constant', '@enum'],
  plugin: [linkThrownErrors, categorize],
  preservedTypeAnnotationTags: ['@throws'],
  kindSortOrder: ['Module', 'Function', 'Variable', 'Class', 'TypeAlias', 'Interface'],
  groupOrder: ['Functions', 'Variables', 'Classes', 'Type Aliases', 'Interfaces'],
  categorizeByGroup: false,
  categoryOrder: categories,
  navigation: { includeCategories: true, compactFolders: false },
  customJs: 'openSidebar.js',
  // The README has one.
  headings: { readme: false },
  disableSources: true,
  githubPages: false,
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
  // What errors are made from is not for users.
  validation: { invalidLink: true, notExported: false, rewrittenLink: true },
};
