import { defineApp, version as platformVersion } from 'zapier-platform-core';
import packageJson from '../package.json' with { type: 'json' };
import { authentication } from './authentication.ts';
import { deleteAllPackageVideos } from './creates/deleteAllPackageVideos.ts';
import { deleteVideo } from './creates/deleteVideo.ts';

export default defineApp({
  version: packageJson.version,
  platformVersion,
  // The client tells what a 429 means for the videos, before Zapier is asked to wait.
  flags: { throwForThrottlingEarly: false },
  authentication,
  creates: {
    [deleteVideo.key]: deleteVideo,
    [deleteAllPackageVideos.key]: deleteAllPackageVideos,
  },
});
