import type { Problem } from './explain.ts';
import type { MeetingVideo } from './generated/openapi.ts';
import { checkOf } from './schemas.ts';
import type { SeedPackage } from './state.ts';

/** What a seed is: a list of packages, or an object that holds one, such as a snapshot. */
export type Seed = { packages: SeedPackage[] };

/**
 * Checks what somebody wrote by hand more strictly than the API checks itself: every field and state has to be known,
 * and no id may appear twice.
 *
 * @returns The packages, or what is wrong with them.
 */
export function checkSeed(content: unknown): { packages: SeedPackage[] } | { problem: Problem } {
  const wrapped = Array.isArray(content) ? { packages: content } : content;
  if (!check.accepts(wrapped)) return { problem: unwrapped(check.problem(), wrapped !== content) };
  const twice = idTwice(wrapped.packages);
  return twice ? { problem: unwrapped(twice, wrapped !== content) } : wrapped;
}

/** A path as it is in what was written: a bare list has no `packages` to name. */
function unwrapped({ path, message }: Problem, isList: boolean): Problem {
  return { path: isList ? path.slice(1) : path, message };
}

const video = {
  $ref: 'contract#/components/schemas/MeetingVideo',
  properties: {
    state: { anyOf: [{ $ref: 'contract#/components/schemas/KnownMeetingVideoState' }, { type: 'null' }] },
    type: { anyOf: [{ $ref: 'contract#/components/schemas/KnownMeetingVideoType' }, { type: 'null' }] },
  },
  unevaluatedProperties: false,
};

const check = checkOf<Seed>({
  type: 'object',
  required: ['packages'],
  properties: {
    packages: {
      type: 'array',
      items: {
        $ref: 'contract#/components/schemas/PackageDetails',
        required: ['videos'],
        properties: {
          state: { anyOf: [{ $ref: 'contract#/components/schemas/KnownPackageState' }, { type: 'null' }] },
          type: { anyOf: [{ $ref: 'contract#/components/schemas/KnownPackageType' }, { type: 'null' }] },
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

function idTwice(packages: SeedPackage[]): Problem | undefined {
  const seen = new Set<string>();
  const problemAt = (id: string, path: Problem['path']): Problem | undefined => {
    if (seen.has(id)) return { path, message: `is there twice: ${JSON.stringify(id)}` };
    seen.add(id);
    return undefined;
  };
  for (const [index, { packageId, videos }] of packages.entries()) {
    const problem =
      problemAt(packageId, ['packages', index, 'packageId']) ??
      firstOf(videos, ({ meetingVideoId }, video) =>
        problemAt(meetingVideoId, ['packages', index, 'videos', video, 'meetingVideoId']),
      );
    if (problem) return problem;
  }
  return undefined;
}

function firstOf(
  videos: MeetingVideo[],
  problemOf: (video: MeetingVideo, index: number) => Problem | undefined,
): Problem | undefined {
  for (const [index, video] of videos.entries()) {
    const problem = problemOf(video, index);
    if (problem) return problem;
  }
  return undefined;
}
