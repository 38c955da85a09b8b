// Zapier's runtime writes its memory use to the screen otherwise.
import './quietly.ts';
import { createRequire } from 'node:module';
import { createClient } from 'iinked-sign';
import type { Emulator } from 'iinked-sign-emulator';
import { runNode } from 'iinked-sign-testing/n8n/runtime';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import app from 'zapier-iinked-sign';
import { createAppTester } from 'zapier-platform-core';

/** The video that a call is to delete. */
export type Video = { packageId: string; meetingVideoId: string };

/** One way in: what its user does, and the call that comes of it. */
export type Door = { name: string; action: string; deleteVideo: (video: Video) => Promise<unknown> };

/** The three ways in to the same emulator. */
export function doorsTo(emulator: Emulator): Door[] {
  return [typeScript(emulator), n8n(emulator), zapier(emulator)];
}

function typeScript({ apiKey, url }: Emulator): Door {
  const client = createClient({ apiKey, server: url });
  return {
    name: 'TypeScript program',
    action: 'client.videos.delete({ packageId, meetingVideoId })',
    deleteVideo: (video) => client.videos.delete(video),
  };
}

// What n8n loads: the built files, by require.
type BuiltNode = { IinkedSign: new () => INodeType };
type BuiltCredential = { IinkedSignApi: new () => ICredentialType };
const require = createRequire(import.meta.url);
const { IinkedSign }: BuiltNode = require('n8n-nodes-iinked-sign/dist/nodes/IinkedSign/IinkedSign.node.js');
const {
  IinkedSignApi,
}: BuiltCredential = require('n8n-nodes-iinked-sign/dist/credentials/IinkedSignApi.credentials.js');

function n8n({ apiKey, url }: Emulator): Door {
  const credential = { type: new IinkedSignApi(), data: { apiKey, server: 'custom', baseUrl: url } };
  const mapped = (field: keyof Video) => ({ __rl: true, mode: 'id', value: `={{ $json.${field} }}` });
  return {
    name: 'n8n node',
    action: 'Video: Delete, both ids mapped from the item before',
    deleteVideo: (video) =>
      runNode({
        node: new IinkedSign(),
        credential,
        parameters: {
          resource: 'video',
          operation: 'delete',
          dryRun: false,
          packageId: mapped('packageId'),
          meetingVideoId: mapped('meetingVideoId'),
          simplify: true,
        },
        items: [video],
      }),
  };
}

function zapier({ apiKey, url }: Emulator): Door {
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

// Zapier wraps what its people get to read in JSON.
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message }: { message: string } = JSON.parse(error.message);
  return message;
}
