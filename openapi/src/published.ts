import { readFileSync } from 'node:fs';
import { isMap, parseDocument, visit, type YAMLMap } from 'yaml';

/**
 * The contract as it is published: what it marks with `x-assumed` is said in descriptions too, because no tool that shows a
 * contract to readers shows what begins with `x-`.
 *
 * @returns The contract as YAML.
 */
export function publishedContract(): string {
  const document = parseDocument(readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8'));
  visit(document, {
    Map(_, map, ancestors) {
      const reason = map.get('x-assumed');
      if (typeof reason !== 'string') return;
      describe(map, `Assumed: ${reason.trim()}`);
      if (!map.has('value')) return;
      // Redoc and Scalar show no description of an example, but that of the response around it.
      const around = ancestors.findLast((each) => isMap(each) && each.has('content'));
      if (isMap(around)) describe(around, `Assumed in the example “${map.get('summary')}”: ${reason.trim()}`);
    },
  });
  document.commentBefore = ' Made of openapi/iinked-sign.yaml: each x-assumed is said in its description, too.';
  return document.toString({ lineWidth: 120 });
}

function describe(map: YAMLMap, words: string): void {
  const described = map.get('description');
  map.set('description', typeof described === 'string' ? `${described.trim()}\n\n${words}` : words);
}
