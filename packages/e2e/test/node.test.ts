import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Rest, signIn } from '../n8n/rest.ts';
import { type Server, startN8n } from '../n8n/server.ts';
import { aCredential, aWorkflow, type NodeSetting } from '../n8n/workflow.ts';

let n8n: Server;
let rest: Rest;
let emulator: Emulator;
let credentialId: string;

beforeAll(async () => {
  n8n = await startN8n();
  rest = await signIn(n8n.url);
  emulator = await startEmulator({ apiKey: 'key-that-must-not-show', emptyVideoId: 'deleteAll' });
  credentialId = await aCredential(rest, emulator.url, emulator.apiKey);
});
afterAll(async () => {
  await emulator.close();
  await n8n.stop();
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const workflow = (parameters: object, more: Partial<NodeSetting> = {}) =>
  aWorkflow(n8n, rest, { parameters: { resource: 'video', ...parameters }, credentialId, ...more });

describe('Delete', () => {
  test('deletes what each item names', async () => {
    emulator.seed([aPackage({ packageId: 'lease', videos: ['a', 'b'].map((id) => aVideo({ meetingVideoId: id })) })]);
    const { run } = await workflow({
      operation: 'delete',
      packageId: byId('={{ $json.item.p }}'),
      meetingVideoId: byId('={{ $json.item.v }}'),
    });
    const { outputs, error } = await run([{ p: 'lease', v: 'a' }]);
    console.log(JSON.stringify({ outputs, error }, null, 1), n8n.log().slice(-1500));
    expect(outputs[0]).toMatchObject([{ json: { deleted: true, meetingVideoId: 'a' } }]);
  });
});
