// Outside of tests, Zapier's runtime prints its memory use.
import './quietly.ts';
import { createRequire } from 'node:module';
import { createClient } from 'iinked-sign';
import type { Emulator } from 'iinked-sign-emulator';
import { byId } from 'iinked-sign-testing/n8n/parameters';
import { runNode } from 'iinked-sign-testing/n8n/runtime';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import app from 'zapier-iinked-sign';
import { createAppTester } from 'zapier-platform-core';

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

// What n8n loads: the built files, by require.
type BuiltNode = { IinkedSign: new () => INodeType };
type BuiltCredential = { IinkedSignApi: new () => ICredentialType };
const require = createRequire(import.meta.url);
const { IinkedSign }: BuiltNode = require('n8n-nodes-iinked-sign/dist/nodes/IinkedSign/IinkedSign.node.js');
const {
  IinkedSignApi,
}: BuiltCredential = require('n8n-nodes-iinked-sign/dist/credentials/IinkedSignApi.credentials.js');

function n8n({ apiKey, url }: Emulator): Integration {
  const credential = { type: new IinkedSignApi(), data: { apiKey, server: 'custom', baseUrl: url } };
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
          packageId: byId('={{ $json.packageId }}'),
          meetingVideoId: byId('={{ $json.meetingVideoId }}'),
        },
        items: [video],
      }),
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
