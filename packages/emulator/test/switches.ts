import type { Assumptions } from 'iinked-sign-emulator';

/** An assumption that an emulator can be told to turn around. */
export type Switch = {
  /** What it is about, as the contract's list of assumptions names it. */
  about: string;
  /** The option of `startEmulator`. */
  option: string;
  /** The option of the command. */
  flag: string;
};

/** Every switch of the emulator. The compiler asks for those that are missing. */
export const switches: Record<keyof Assumptions, Switch> = {
  memberId: { about: 'listPackages', option: "memberId: '…'", flag: '--member ID' },
  underRetention: {
    about: 'MeetingVideo.timeRetention',
    option: "underRetention: 'refuse'",
    flag: '--protect-retention',
  },
  deletedAgain: { about: 'deleteVideos 404', option: "deletedAgain: 'again'", flag: '--again' },
  emptyVideoId: {
    about: 'VideoDeletionRequest.meetingVideoId',
    option: "emptyVideoId: 'deleteAll'",
    flag: '--empty-is-all',
  },
  deletedVideos: { about: 'VideoList.videos', option: "deletedVideos: 'hidden'", flag: '--hide-deleted' },
  wrongKeyStatus: { about: 'NotAuthenticated', option: 'wrongKeyStatus: 403', flag: '--wrong-key-403' },
};
