import { createClient } from 'iinked-sign';
import type { Emulator } from 'iinked-sign-emulator';

/** The video that a call is to delete. */
export type Video = { packageId: string; meetingVideoId: string };

/** One way in: what its user does, and the call that comes of it. */
export type Door = { name: string; action: string; deleteVideo: (video: Video) => Promise<unknown> };

/** The three ways in to the same emulator. */
export function doorsTo(emulator: Emulator): Door[] {
  return [throughTypeScript(emulator)];
}

function throughTypeScript({ apiKey, url }: Emulator): Door {
  const client = createClient({ apiKey, server: url });
  return {
    name: 'TypeScript program',
    action: 'client.videos.delete({ packageId, meetingVideoId })',
    deleteVideo: (video) => client.videos.delete(video),
  };
}
