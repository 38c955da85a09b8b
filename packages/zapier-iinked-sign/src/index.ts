import { defineApp, version as platformVersion } from 'zapier-platform-core';
import packageJson from '../package.json' with { type: 'json' };
import { authentication } from './authentication.ts';
import { applyDeletionPlan } from './creates/applyDeletionPlan.ts';
import { approveDeletionPlan } from './creates/approveDeletionPlan.ts';
import { createDeletionPlan } from './creates/createDeletionPlan.ts';
import { deleteAllPackageVideos } from './creates/deleteAllPackageVideos.ts';
import { deleteVideo } from './creates/deleteVideo.ts';
import { auditDeletionPlan } from './searches/auditDeletionPlan.ts';
import { findPackage } from './searches/findPackage.ts';
import { findPackageVideos } from './searches/findPackageVideos.ts';
import { findVideo } from './searches/findVideo.ts';
import { listPackages } from './triggers/listPackages.ts';
import { listVideos } from './triggers/listVideos.ts';
import { newPackage } from './triggers/newPackage.ts';

export default defineApp({
  version: packageJson.version,
  platformVersion,
  // The client tells what a 429 means for the videos, before Zapier is asked to wait.
  // What a mapping that turned out empty leaves behind is ours to see, and to refuse.
  flags: { throwForThrottlingEarly: false, cleanInputData: false },
  authentication,
  triggers: {
    [newPackage.key]: newPackage,
    [listPackages.key]: listPackages,
    [listVideos.key]: listVideos,
  },
  searches: {
    [findPackage.key]: findPackage,
    [findVideo.key]: findVideo,
    [findPackageVideos.key]: findPackageVideos,
    [auditDeletionPlan.key]: auditDeletionPlan,
  },
  creates: {
    [deleteVideo.key]: deleteVideo,
    [deleteAllPackageVideos.key]: deleteAllPackageVideos,
    [createDeletionPlan.key]: createDeletionPlan,
    [approveDeletionPlan.key]: approveDeletionPlan,
    [applyDeletionPlan.key]: applyDeletionPlan,
  },
});
