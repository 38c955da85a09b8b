import { Comment, CommentTag, Converter, ReflectionKind } from 'typedoc';

/** What the exports of each file of the client belong to: a file, or a folder. The order is that of the pages. */
const files = {
  Client: ['client', 'node', 'call', 'session', 'servers', 'signal'],
  Videos: ['videos', 'deletion', 'video', 'links'],
  Packages: ['packages'],
  Conditions: ['conditions', 'age', 'hold', 'reasons', 'facts'],
  Plan: ['retention/plan', 'retention/rules', 'retention/documents/plan', 'retention/documents/video', 'holds'],
  Approve: ['retention/documents/approval', 'retention/documents/approve'],
  Apply: ['retention/apply', 'retention/applyOptions', 'retention/archive', 'retention/documents/report'],
  Audit: ['retention/audit', 'retention/documents/receipt'],
  'Documents and seals': ['retention/show/', 'retention/documents/seals', 'retention/seal'],
  'Options of all steps': ['retention/options', 'retention/progress'],
  Errors: ['errors/'],
  'Calls of the generated client': ['raw'],
  'Descriptions of the API': ['schemas', 'generated/openapi'],
  'A platform of your own': ['transport', 'transports/fetch'],
  'For integrations': ['meantBy', 'search', 'states', 'time', 'visible'],
};

/** The headings, in their order. */
export const categories = Object.keys(files);

/**
 * Puts what each entry exports under a heading, by the file that it comes from.
 *
 * @param {import('typedoc').Application} application
 */
export function categorize({ converter, logger }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const entry of project.getReflectionsByKind(ReflectionKind.Module)) {
      for (const exported of entry.children ?? []) {
        const original = exported.isReference() ? exported.getTargetReflectionDeep() : exported;
        const path =
          project.getSymbolIdFromReflection(original)?.packagePath.replace(/^.*\/?src\/(.*)\.ts$/, '$1') ?? '';
        const category = categoryOf(path);
        if (category === undefined) logger.error(`reference/categories.js says of no category that ${path} is in it.`);
        exported.comment ??= new Comment();
        exported.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: `${category}` }]));
      }
    }
  });
}

/** @param {string} path */
function categoryOf(path) {
  const holds = (/** @type {string} */ place) => (place.endsWith('/') ? path.startsWith(place) : path === place);
  return categories.find((category) => files[category].some(holds));
}
