import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { aPackage, aVideo, type Emulator, startEmulator } from 'iinked-sign-emulator';
import { isElsewhere, n8nElsewhere } from 'iinked-sign-testing/n8n/elsewhere';
import { byId } from 'iinked-sign-testing/n8n/parameters';
import { type Rest, signIn } from 'iinked-sign-testing/n8n/rest';
import { type Server, startN8n } from 'iinked-sign-testing/n8n/server';
import { aCredential, aWorkflow, type NodeSetting, type Workflow } from 'iinked-sign-testing/n8n/workflow';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** A running n8n with a credential for an emulator, shared by the tests of a file. */
export type Scene = {
  n8n: Server;
  rest: Rest;
  emulator: Emulator;
  /** A workflow with the node set so; another credential may be given. */
  workflow: (parameters: object, more?: Partial<NodeSetting>) => Promise<Workflow>;
};

export const apiKey = 'key-that-must-not-show';

/**
 * Sets the scene before the tests of a file, and clears it afterwards.
 *
 * @param env What n8n is started with. One that runs elsewhere has been started by somebody else.
 */
export function useScene(env: Record<string, string> = {}): Scene {
  const scene: Partial<Scene> = {};
  let credentialId = '';
  beforeAll(async () => {
    const { n8n, rest } = await anN8n(env);
    scene.n8n = n8n;
    scene.rest = rest;
    scene.emulator = await startEmulator({ apiKey, emptyVideoId: 'deleteAll' });
    credentialId = await aCredential(scene.rest, scene.emulator.url, apiKey);
  });
  // Tests run in any order: none finds what another one left.
  beforeEach(() => scene.emulator?.reset());
  afterAll(async () => {
    await scene.emulator?.close();
    await scene.n8n?.stop();
  });
  const given = <Name extends keyof Scene>(name: Name): Scene[Name] => {
    const value: Scene[Name] | undefined = scene[name];
    if (value === undefined) throw new Error('The scene is not set yet.');
    return value;
  };
  return {
    get n8n() {
      return given('n8n');
    },
    get rest() {
      return given('rest');
    },
    get emulator() {
      return given('emulator');
    },
    workflow: (parameters, more) =>
      aWorkflow(given('n8n'), given('rest'), {
        parameters: { resource: 'video', ...parameters },
        credentialId,
        ...more,
      }),
  };
}

async function anN8n(env: Record<string, string>): Promise<{ n8n: Server; rest: Rest }> {
  if (!isElsewhere) {
    const n8n = await startN8n(env);
    return { n8n, rest: await signIn(n8n.url) };
  }
  const { url, rest } = n8nElsewhere();
  return { n8n: { url, folder: '', pid: 0, log: () => '', stop: async () => {} }, rest };
}

export { byId, isElsewhere };

/** Parameters of Delete, for real and without a condition, with the ids of each item. */
export const deleteEach = {
  operation: 'delete',
  dryRun: false,
  onlyIfRetentionOver: false,
  packageId: byId('={{ $json.item.p }}'),
  meetingVideoId: byId('={{ $json.item.v }}'),
} as const;

/** Seeds a package of its own for a test, and tells what is left of it. */
export function aLease(
  emulator: Emulator,
  packageId: string,
  videoIds: string[] = ['a', 'b', 'c'],
  name = 'Lease',
): () => string[] {
  emulator.seed([
    aPackage({ packageId, name, videos: videoIds.map((meetingVideoId) => aVideo({ meetingVideoId, size: 1000 })) }),
  ]);
  return () =>
    (emulator.packages.find((each) => each.packageId === packageId)?.videos ?? [])
      .filter(({ state }) => state !== 'deleted')
      .map(({ meetingVideoId }) => meetingVideoId);
}

/** A bare server on this machine, which notes what it receives. */
export async function aServer(answer: (response: ServerResponse) => void, read?: (body: string) => void) {
  const received: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.once('end', () => {
      read?.(body);
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url, received, headers, close };
}

/** The most memory that a process has had since its peak was reset. */
export function peakMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
