import { readFileSync } from 'node:fs';
import { isMap, parseDocument, visit } from 'yaml';

/**
 * The contract as it is published: what it marks with `x-assumed` is said in descriptions too, because no tool that shows a
 * contract to readers shows what begins with `x-`.
 *
 * @returns The contract as YAML.
 */
export function publishedContract(): string {
  const document = parseDocument(readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8'));
  visit(document, {
    Map(_, map) {
      const reason = map.get('x-assumed');
      if (typeof reason !== 'string') return;
      const described = map.get('description');
      const words = typeof described === 'string' ? [described.trim()] : [];
      map.set('description', [...words, `Assumed: ${reason.trim()}`].join('\n\n'));
    },
  });
  if (!isMap(document.contents)) throw new Error('The contract is not an object.');
  document.commentBefore = ' Made of openapi/iinked-sign.yaml: each x-assumed is said in its description, too.';
  return document.toString({ lineWidth: 120 });
}
