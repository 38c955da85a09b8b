import { createClient } from 'iinked-sign';
import type { Emulator } from 'iinked-sign-emulator';
import { installedNode } from 'iinked-sign-testing/n8n/installed';
import { byId } from 'iinked-sign-testing/n8n/parameters';

// Outside of tests, Zapier's runtime prints its memory use.
process.env.NODE_ENV ??= 'test';
const { createAppTester } = await import('zapier-platform-core');
const { default: app } = await import('zapier-iinked-sign');

/** The video that a call is to delete. */
export type Video = { packageId: string; meetingVideoId: string };

/** An integration: what its user does, and the call that follows. */
export type Integration = { name: string; action: string; deleteVideo: (video: Video) => Promise<unknown> };

/** The three integrations, connected to the same emulator. */
export function integrationsOf(emulator: Emulator): Integration[] {
  return [typeScript(emulator), n8n(emulator), zapier(emulator)];
}

function typeScript({ apiKey, url }: Emulator): Integration {
  const client = createClient({ apiKey, server: url });
  return {
    name: 'TypeScript program',
    action: 'client.videos.delete({ packageId, meetingVideoId })',
    deleteVideo: (video) => client.videos.delete(video),
  };
}

function n8n(emulator: Emulator): Integration {
  const run = installedNode(import.meta.url, emulator);
  const parameters = {
    resource: 'video',
    operation: 'delete',
    dryRun: false,
    packageId: byId('={{ $json.packageId }}'),
    meetingVideoId: byId('={{ $json.meetingVideoId }}'),
  };
  return {
    name: 'n8n node',
    action: 'Video: Delete, both ids mapped from the item before',
    deleteVideo: (video) => run(parameters, [video]),
  };
}

function zapier({ apiKey, url }: Emulator): Integration {
  const run = createAppTester(app);
  const { perform } = app.creates.delete_video.operation;
  return {
    name: 'Zapier action',
    action: 'Delete Video, both ids mapped from the step before',
    deleteVideo: async (inputData) => {
      if (typeof perform !== 'function') throw new Error('The action has no perform.');
      const bundle = { authData: { apiKey, server: 'custom', baseUrl: url }, inputData };
      return run(perform, bundle).catch((error: unknown) => {
        throw new Error(messageOf(error));
      });
    },
  };
}

// Zapier's runtime wraps the message of an error in JSON.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message }: { message: string } = JSON.parse(error.message);
  return message;
}
