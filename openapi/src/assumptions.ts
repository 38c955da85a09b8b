import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Something that no page of the documentation says, as the contract marks it with `x-assumed`. */
export type Assumption = {
  /** What it is about, such as `deleteVideos 404` or `MeetingVideo.timeCreated`. */
  about: string;
  /** What is assumed, and why. */
  reason: string;
};

/** Every assumption of the contract, in its order. */
export function assumptions(): Assumption[] {
  const contract: unknown = parse(readFileSync(new URL('../iinked-sign.yaml', import.meta.url), 'utf8'));
  return [...below(contract, [])];
}

function* below(value: unknown, path: string[]): Generator<Assumption> {
  if (typeof value !== 'object' || value === null) return;
  // An operation is known by its id and a server by its address, wherever they are.
  const names =
    'operationId' in value
      ? [String(value.operationId)]
      : 'url' in value && path[0] === 'servers'
        ? [`server ${value.url}`]
        : path;
  if ('x-assumed' in value)
    yield { about: nameOf(names), reason: String(value['x-assumed']).trim().replace(/\s+/g, ' ') };
  for (const [key, each] of Object.entries(value)) {
    // The parts of a schema are about that schema.
    if (key === 'allOf') for (const part of Object.values(each)) yield* below(part, names);
    else yield* below(each, [...names, key]);
  }
}

const silent = ['components', 'schemas', 'securitySchemes', 'responses', 'headers', 'content', 'application/json'];
const spoken: Record<string, string> = { requestBody: 'request', examples: 'example' };

/** A place in the contract as people name it. */
function nameOf(path: string[]): string {
  const parts = path.filter((part) => !silent.includes(part)).map((part) => spoken[part] ?? part);
  return parts.join(' ').replaceAll(' properties ', '.');
}
