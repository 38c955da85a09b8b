// What n8n does around one run of the node: tries again, retries executions, lets an agent use it as a tool.

import { lastExecution, type NodeRun } from 'iinked-sign-testing/n8n/rest';
import { aCredential, type NodeSetting, publish } from 'iinked-sign-testing/n8n/workflow';
import { describe, expect, test } from 'vitest';
import { aLease, apiKey, byId, deleteEach, useScene } from './scene.mts';

const scene = useScene();

const deleteAll = {
  operation: 'deleteAll',
  dryRun: false,
  allowDeleteAll: true,
  packageId: byId('={{ $json.item.p }}'),
};
const onErrors = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** The deletions that the API has received so far. */
const deletions = () => scene.emulator.requests.filter(({ operationId }) => operationId === 'deleteVideos').length;

describe('Retry On Fail', () => {
  test.each(onErrors)('makes Delete All send nothing (On Error: %s)', async (onError) => {
    const left = aLease(scene.emulator, 'retry-1');
    const { run } = await scene.workflow(deleteAll, { retryOnFail: true, onError });
    const before = deletions();
    const { outputs, error } = await run([{ p: 'retry-1' }]);
    const said = error?.message ?? outputs.flat()[0]?.json.error;
    expect(said).toMatch(
      /^Delete All does not run with 'Retry On Fail'.* This call sent nothing and deleted nothing\. Switch off/,
    );
    expect(deletions()).toBe(before);
    expect(left()).toHaveLength(3);
  });

  test('runs Delete until all is done, and confirms what an earlier try deleted', async () => {
    const left = aLease(scene.emulator, 'retry-2');
    scene.emulator.failNext({ on: 'deleteVideos' });
    scene.emulator.failNext({ status: 400, on: 'deleteVideos' });
    const { run } = await scene.workflow(deleteEach, { retryOnFail: true });
    const { outputs, error } = await run(['a', 'b'].map((v) => ({ p: 'retry-2', v })));
    expect(error).toBeNull();
    expect(outputs[0]).toMatchObject([
      { json: { deleted: true, alreadyDeleted: true, meetingVideoId: 'a' } },
      { json: { deleted: true, alreadyDeleted: false, meetingVideoId: 'b' } },
    ]);
    expect(left()).toEqual(['c']);
  });

  test('lets Delete All show what it would delete', async () => {
    aLease(scene.emulator, 'retry-2');
    const { run } = await scene.workflow({ ...deleteAll, dryRun: true }, { retryOnFail: true });
    expect((await run([{ p: 'retry-2' }])).outputs[0]).toMatchObject([{ json: { deleted: false, wouldDelete: true } }]);
  });
});

describe('the retry of a failed execution', () => {
  async function retried(parameters: object, setting: Partial<NodeSetting> = {}) {
    const { id, run } = await scene.workflow(parameters, setting);
    expect((await run([{ p: 'retry-3', v: 'a' }])).error).not.toBeNull();
    const before = deletions();
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
    const { results } = await scene.rest.get<{ results: { id: string }[] }>(`/executions?filter=${filter}&limit=1`);
    await scene.rest.post(`/executions/${results[0]?.id}/retry`, { loadWorkflow: false });
    return { ...(await lastExecution(scene.rest, id, 'iinked Sign')), sent: deletions() - before };
  }

  test('does not send Delete All again', async () => {
    const left = aLease(scene.emulator, 'retry-3');
    scene.emulator.failNext({ status: 400, on: 'deleteVideos' });
    const { error, sent } = await retried(deleteAll);
    expect(error?.message).toMatch(
      /^Delete All does not run in the retry.* This call sent nothing and deleted nothing\. Run the workflow again/,
    );
    expect(sent).toBe(0);
    expect(left()).toHaveLength(3);
  });

  test('deletes the one video that Delete names', async () => {
    const left = aLease(scene.emulator, 'retry-3');
    scene.emulator.failNext({ status: 400, on: 'deleteVideos' });
    const { error, sent } = await retried(deleteEach);
    expect(error).toBeNull();
    expect(sent).toBe(1);
    expect(left()).toEqual(['b', 'c']);
  });
});

describe('as a tool of an AI agent', () => {
  /** Lets an agent without a model call the node, set so. */
  async function byAgent(parameters: object): Promise<NodeRun> {
    const credentialId = await aCredential(scene.rest, scene.emulator.url, apiKey);
    const path = `tool-${Math.random().toString(36).slice(2)}`;
    const at = (x: number) => ({ id: `${x}`, position: [x, 0] });
    const workflowId = await publish(scene.rest, {
      name: path,
      nodes: [
        {
          ...at(0),
          name: 'Webhook',
          type: 'n8n-nodes-base.webhook',
          typeVersion: 2,
          webhookId: path,
          parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' },
        },
        {
          ...at(200),
          name: 'Agent',
          type: '@n8n/n8n-nodes-langchain.toolExecutor',
          typeVersion: 1,
          parameters: { toolName: 'Tool', query: JSON.stringify({ Tool: { Package: 'tool', Video: 'a' } }) },
        },
        {
          ...at(400),
          name: 'Tool',
          type: 'n8n-nodes-iinked-sign.iinkedSignTool',
          typeVersion: 1,
          credentials: { iinkedSignApi: { id: credentialId, name: 'x' } },
          parameters: { resource: 'video', packageId: byId("={{ $fromAI('Package', '', 'string') }}"), ...parameters },
        },
      ],
      connections: {
        Webhook: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
        Tool: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
      },
    });
    const call = () => fetch(`${scene.n8n.url}/webhook/${path}`, { method: 'POST' });
    await expect.poll(async () => (await call()).status, { timeout: 60_000 }).not.toBe(404);
    return lastExecution(scene.rest, workflowId, 'Agent');
  }

  test('Delete deletes the video that the agent names', async () => {
    const left = aLease(scene.emulator, 'tool');
    const meetingVideoId = byId("={{ $fromAI('Video', '', 'string') }}");
    await byAgent({ operation: 'delete', dryRun: false, meetingVideoId });
    expect(left()).toEqual(['b', 'c']);
  });

  test.each([true, false])('Delete All sends nothing (dry run: %s)', async (dryRun) => {
    const left = aLease(scene.emulator, 'tool');
    const before = scene.emulator.requests.length;
    const ran = await byAgent({ operation: 'deleteAll', dryRun, allowDeleteAll: true });
    expect(JSON.stringify(ran)).toContain('Delete All is not available to AI agents. This call sent nothing');
    expect(scene.emulator.requests).toHaveLength(before);
    expect(left()).toHaveLength(3);
  });
});
