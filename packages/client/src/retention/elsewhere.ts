import { idKey } from '../spelling.ts';
import type { VideoIds } from '../video.ts';

/** Tells which planned videos were also listed under a package that is not theirs. */
export type Elsewhere = {
  see: (listed: VideoIds) => void;
  has: (planned: Pick<VideoIds, 'meetingVideoId'>) => boolean;
};

/** Notes under which packages planned videos are listed. */
export function elsewhereOf(planned: readonly VideoIds[]): Elsewhere {
  const owners = new Map(planned.map(({ packageId, meetingVideoId }) => [idKey(meetingVideoId), packageId]));
  const inTwo = new Set<string>();
  return {
    see({ packageId, meetingVideoId }) {
      const key = idKey(meetingVideoId);
      const owner = owners.get(key);
      if (owner !== undefined && idKey(owner) !== idKey(packageId)) inTwo.add(key);
    },
    has: ({ meetingVideoId }) => inTwo.size > 0 && inTwo.has(idKey(meetingVideoId)),
  };
}
