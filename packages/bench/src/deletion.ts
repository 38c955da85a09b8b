/** The base address of a server on this machine. */
export type ServerUrl = `http://${string}`;

/** One video to delete. */
export type Video = { packageId: string; meetingVideoId: string };

/** Deletes one video, and resolves to the parsed response. It rejects when the status is not 200. */
export type Deletion = (video: Video) => Promise<unknown>;

/** Where a deletion goes: through a socket, or to a `fetch` that resolves on the spot. */
export type Network = 'socket' | 'stub';

/** What each peer exports: how a user of it would write the deletion. */
export type Connect = (server: ServerUrl, network?: Network) => Deletion;

export const apiKey = 'benchmark-key';

export const aVideo: Video = {
  packageId: 'c603079c-2dc7-4af7-8c2e-dc992662621c',
  meetingVideoId: '4c512b8a-c1ad-47da-ae22-5a61115505e3',
};

/** What the API responds to the deletion of one video. */
export function responseTo({ packageId, meetingVideoId }: Video): string {
  return JSON.stringify({ packageId, videos: [{ ...recordingOf(meetingVideoId), ...deleted }] });
}

/** What the API responds to the list of a package that has so many videos. */
export function listOf(packageId: string, videos: number, isDeleted: (meetingVideoId: string) => boolean): string {
  const recordings = Array.from({ length: videos }, (_, index) => {
    const recording = recordingOf(`video-${index}`);
    return isDeleted(recording.meetingVideoId) ? { ...recording, ...deleted } : recording;
  });
  return JSON.stringify({ packageId, videos: recordings });
}

const deleted = { timeDeleted: '2026-11-02T09:00:00.1234567Z', state: 'deleted' };

/** A video that is alive, as the API lists it. */
export function recordingOf(meetingVideoId: string) {
  return {
    meetingVideoId,
    meetingVideoSharedId: '0d3f8a52-57a8-4f0b-a0a1-5d8c0f1f3a11',
    meetingId: '6a4f6c1e-0f5e-4b7a-9c60-0a7b5a4a9e77',
    meetingSessionId: 'b1c7d0b4-3c2e-4a55-8c36-93a5c1b8a3a2',
    externalVideoId: null,
    externalStorageId: null,
    timeCreated: '2026-03-02T14:05:11.1234567Z',
    timeRetention: null,
    timeDeleted: null,
    state: 'archived',
    size: 4402007,
    duration: 'PT10M11S',
  };
}
