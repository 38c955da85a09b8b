import type { MeetingVideo } from 'iinked-sign';

/** Whether a video that a package lists is still there: deleted ones stay listed. */
export function isLeft({ state }: MeetingVideo): boolean {
  return state !== 'deleted';
}
