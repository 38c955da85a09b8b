import { contract } from './contract.ts';
import { type Problem, sentence } from './explain.ts';
import { checkOf } from './schemas.ts';
import type { SeedPackage } from './state.ts';
import { meantBy } from './typo.ts';

/** Thrown when a seed cannot be used; the message says where it is wrong, in one line. */
export class SeedError extends TypeError {
  override readonly name = 'SeedError';
}

/**
 * Checks what somebody wrote by hand more strictly than the API checks itself: every field has to be known, no state or
 * type may look like a misspelt one, and no id may appear twice.
 *
 * @param content A list of packages, or an object that holds one, such as a snapshot.
 * @param kept What is there already. A package of the seed replaces the one with its id.
 * @returns The packages, or what is wrong with them.
 */
export function checkSeed(
  content: unknown,
  kept: readonly SeedPackage[] = [],
): { packages: SeedPackage[] } | { problem: Problem } {
  const isList = Array.isArray(content);
  const seed = isList ? { packages: content } : content;
  if (!check.accepts(seed)) return { problem: within(check.problem(), isList) };
  for (const problem of problemsOf(seed.packages, kept)) return { problem: within(problem, isList) };
  return { packages: seed.packages };
}

/**
 * The packages of a seed that a program gives.
 *
 * @throws {SeedError} when it cannot be used.
 */
export function seedOf(content: unknown, kept?: readonly SeedPackage[]): SeedPackage[] {
  const checked = checkSeed(content, kept);
  if ('packages' in checked) return checked.packages;
  throw new SeedError(sentence(checked.problem, 'The seed'));
}

/** A problem at its place in what was written: a bare list has no `packages` to name. */
function within({ path, message }: Problem, isList: boolean): Problem {
  return { path: isList ? path.slice(1) : path, message };
}

const video = {
  $ref: 'contract#/components/schemas/MeetingVideo',
  // As many bytes can be served.
  properties: { size: { type: ['integer', 'null'], maximum: Number.MAX_SAFE_INTEGER } },
  unevaluatedProperties: false,
};

const check = checkOf<{ packages: SeedPackage[] }>({
  type: 'object',
  required: ['packages'],
  properties: {
    packages: {
      type: 'array',
      items: {
        $ref: 'contract#/components/schemas/PackageDetails',
        required: ['videos'],
        properties: {
          videos: { type: 'array', items: video },
          // Made of the videos.
          meetings: false,
        },
        unevaluatedProperties: false,
      },
    },
    // What a snapshot also holds.
    url: true,
    now: true,
    requests: true,
  },
  additionalProperties: false,
});

const words = (schema: string) => contract.components.schemas[schema]?.enum ?? [];
const packageStates = words('KnownPackageState');
const videoStates = words('KnownMeetingVideoState');

/** What a schema cannot say. */
function* problemsOf(packages: readonly SeedPackage[], kept: readonly SeedPackage[]): Generator<Problem> {
  const seen = new Set<string>();
  const isTwice = (id: string) => seen.size === seen.add(id).size;
  const replaced = new Set(packages.map(({ packageId }) => packageId));
  for (const { packageId, videos } of kept) {
    if (replaced.has(packageId)) continue;
    for (const { meetingVideoId } of videos) seen.add(meetingVideoId);
  }
  for (const [index, { packageId, state, type, videos }] of packages.entries()) {
    const path = ['packages', index];
    if (isTwice(packageId)) yield twice(packageId, [...path, 'packageId']);
    yield* unlikely(state, packageStates, [...path, 'state'], videoStates);
    yield* unlikely(type, words('KnownPackageType'), [...path, 'type']);
    for (const [at, video] of videos.entries()) {
      const inside = [...path, 'videos', at];
      if (isTwice(video.meetingVideoId)) yield twice(video.meetingVideoId, [...inside, 'meetingVideoId']);
      yield* unlikely(video.state, videoStates, [...inside, 'state'], packageStates);
      yield* unlikely(video.type, words('KnownMeetingVideoType'), [...inside, 'type']);
    }
  }
}

function twice(id: string, path: Problem['path']): Problem {
  return { path, message: `is there twice: ${JSON.stringify(id)}` };
}

/** Later releases may add any state or type, but hardly one that is almost the same as another. */
function* unlikely(
  value: string | null | undefined,
  known: readonly string[],
  path: Problem['path'],
  elsewhere: readonly string[] = [],
): Generator<Problem> {
  if (typeof value !== 'string' || known.includes(value)) return;
  const got = JSON.stringify(value);
  const meant = meantBy(value, known);
  if (meant !== undefined) yield { path, message: `looks like a misspelt ${JSON.stringify(meant)}, got ${got}` };
  else if (elsewhere.includes(value))
    yield { path, message: `must be one of ${known.join(', ')}, or a new one, got ${got}` };
}
